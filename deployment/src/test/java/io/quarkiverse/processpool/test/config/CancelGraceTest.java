package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** cancel-grace: how long a cancelled task has to end by itself; with 0 its worker is killed at once. */
class CancelGraceTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class, Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.cancel-grace", "0")
            .overrideRuntimeConfigKey("quarkus.process-pool.probe.cancel-grace", "5m");

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    @DisplayName("B7 without a grace the worker is killed at once")
    void noGrace() {
        Path running = Scratch.file("running");
        Path end = Scratch.file("end");
        var future = pool.applyAsync(ChoresTasks.endWhenInterrupted(running, end)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        future.cancel(true);

        Workers.awaitEndOf(pid);
        assertThat(end).as("it was not asked").doesNotExist();
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).isNotEqualTo(pid);
    }

    @Test
    @DisplayName("B7 within the grace a task that ends costs no worker")
    void grace() {
        Path running = Scratch.file("running");
        var future = pool.applyAsync(ProbeTasks.block(running)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        future.cancel(true);

        Awaitility.await().until(() -> pools.stats("probe").running() == 0);
        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isEqualTo(pid);
    }
}
