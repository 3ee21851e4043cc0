package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkiverse.processpool.test.app.SumsTasks;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;

/** A pool is injected without a name, by its name, or looked up; tasks run in another process. */
class InjectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Squares.class, Sums.class, Probe.class));

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("numbers")
    ProcessPool numbers;

    @Inject
    @PoolName("squares")
    Instance<ProcessPool> squares;

    @Inject
    ProcessPools pools;

    @Test
    void aPoolWithoutANameRoutesEachTaskToItsOwnPool() {
        long inSquares = pools.stats("squares").completed();
        long inNumbers = pools.stats("numbers").completed();

        assertThat(pool.apply(SquaresTasks.square(7)).await().indefinitely()).isEqualTo(49);
        assertThat(pool.apply(SumsTasks.two(3, 4)).await().indefinitely()).isEqualTo(7);

        assertThat(pools.stats("squares").completed()).isEqualTo(inSquares + 1);
        assertThat(pools.stats("numbers").completed()).isEqualTo(inNumbers + 1);
    }

    @Test
    void aTaskRunsInAnotherProcess() {
        long pid = pool.apply(ProbeTasks.pid()).await().indefinitely();

        assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(Workers.alive()).contains(pid);
    }

    @Test
    void aNamedPoolRunsItsTasks() {
        assertThat(numbers.apply(SumsTasks.three(1, 2, 3)).await().indefinitely()).isEqualTo(6);
        assertThat(squares.get().apply(SquaresTasks.square(3)).await().indefinitely()).isEqualTo(9);
        assertThat(Arc.container().select(ProcessPool.class, PoolName.Literal.of("squares")).get()
                .apply(SquaresTasks.square(4)).await().indefinitely()).isEqualTo(16);
    }

    @Test
    void aNamedPoolRefusesATaskOfAnotherOneAndNamesBoth() {
        assertThatThrownBy(() -> numbers.apply(SquaresTasks.square(7)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'squares'")
                .hasMessageContaining("'numbers'");
        assertThatThrownBy(() -> numbers.applyAsync(SquaresTasks.square(7)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'squares'")
                .hasMessageContaining("'numbers'");
        assertThatThrownBy(() -> numbers.map(SquaresTasks::square, List.of(1)).await().indefinitely())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'squares'")
                .hasMessageContaining("'numbers'");
    }

    @Test
    void allPoolsAreListed() {
        assertThat(pools.names()).containsExactly("numbers", "probe", "squares");
        assertThat(pools.stats()).extracting(PoolStats::name).containsExactly("numbers", "probe", "squares");
        assertThat(pools.stats("squares").size()).isEqualTo(2);
        assertThat(pools.pool("squares").apply(SquaresTasks.square(5)).await().indefinitely()).isEqualTo(25);
    }

    @Test
    void aPoolThatDoesNotExistIsNamedWithThoseThatDo() {
        assertThatThrownBy(() -> pools.pool("circles")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'circles'").hasMessageContaining("[numbers, probe, squares]");
        assertThatThrownBy(() -> pools.stats("circles")).isInstanceOf(IllegalArgumentException.class);
    }
}
