package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Sources;
import io.quarkiverse.processpool.test.app.SourcesTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** enabled=false: tasks run in the process of the application, for all pools or for one. */
class EnabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Probe.class, Squares.class, Sources.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.process-pool.squares.enabled", "true");

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void tasksRunInThisProcess() {
        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isEqualTo(ProcessHandle.current().pid());
        assertThat(pool.map(ProbeTasks::pidOf, List.of(1, 2, 3)).await().indefinitely())
                .containsOnly(ProcessHandle.current().pid());
        assertThat(pool.imap(ProbeTasks::pidOf, List.of(1, 2, 3)).collect().asList().await().indefinitely())
                .containsOnly(ProcessHandle.current().pid()).hasSize(3);
        assertThat(pool.stream(SourcesTasks.pids(3)).collect().asList().await().indefinitely())
                .containsOnly(ProcessHandle.current().pid()).hasSize(3);
        assertThat(pool.stream(SourcesTasks.endless()).select().first(2).collect().asList().await().indefinitely())
                .containsExactly(7, 7);
        assertThat(pool.apply(SourcesTasks.length(new ByteArrayInputStream(new byte[7]))).await().indefinitely()).isEqualTo(7);
        assertThatThrownBy(() -> pool.apply(ProbeTasks.fail("here")).await().indefinitely())
                .isInstanceOf(IllegalStateException.class).hasMessage("here");
        assertThat(pools.stats("probe").workersStarted()).isZero();
    }

    @Test
    void onePoolCanHaveWorkers() {
        pool.apply(SquaresTasks.square(1)).await().indefinitely();

        assertThat(pools.stats("squares").workersStarted()).isEqualTo(1);
    }
}
