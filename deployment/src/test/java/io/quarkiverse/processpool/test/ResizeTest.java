package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkus.test.QuarkusUnitTest;

/** resize and shrink: a pool of the application gets other numbers of workers while it runs. */
class ResizeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class, Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.probe.enabled", "false");

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void aPoolGrowsUnderItsTasksAndBecomesSmallAgain() throws Exception {
        Path gate = Scratch.file("gate");
        List<Path> running = new ArrayList<>();
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(Scratch.file("running"));
            all.add(pool.applyAsync(ChoresTasks.passWhenOpen(running.get(i), gate)).toCompletableFuture());
        }
        Scratch.awaitPid(running.get(0));
        assertThat(pools.stats("chores").running()).isEqualTo(1);

        pools.resize("chores", 3);

        assertThat(running).extracting(Scratch::awaitPid).doesNotHaveDuplicates();
        assertThat(pools.stats("chores").size()).isEqualTo(3);

        pools.resize("chores", 1);
        Files.createFile(gate);

        for (CompletableFuture<Long> each : all) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isPositive();
        }
        awaitWorkers(1);
        assertThat(pools.stats("chores").size()).isEqualTo(1);
    }

    @Test
    @DisplayName("B28 shrinking leaves no process, and the next task gets one")
    void shrinkEndsIdleWorkers() {
        long pid = pool.apply(ChoresTasks.pid()).await().indefinitely();

        pools.shrink("chores");

        Workers.awaitEndOf(pid);
        awaitWorkers(0);
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).isNotEqualTo(pid);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (String name : List.of("chores", "probe")) {
            assertThatThrownBy(() -> pools.resize(name, 0)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'").hasMessageContaining("at least 1 worker, not 0");
        }
        assertThatThrownBy(() -> pools.resize("chore", 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'chore'").hasMessageContaining("[chores, probe]");
        assertThatThrownBy(() -> pools.shrink("chore")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[chores, probe]");
    }

    private void awaitWorkers(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pools.stats("chores").workers().size() == count);
    }
}
