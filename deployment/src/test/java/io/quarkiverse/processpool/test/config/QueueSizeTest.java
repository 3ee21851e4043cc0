package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** queue-size: a full queue rejects with an error that says so. */
class QueueSizeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.queue-size", "2");

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void oneMoreIsRejected() {
        assertThat(pools.stats("probe").queueSize()).isEqualTo(2);
        Path file = Scratch.file("running");
        CompletableFuture<Void> running = pool.applyAsync(ProbeTasks.block(file)).toCompletableFuture();
        Scratch.awaitPid(file);
        List<CompletableFuture<Long>> more = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                more.add(pool.applyAsync(ProbeTasks.pid()).toCompletableFuture());
            }
            Awaitility.await().until(() -> more.stream().anyMatch(CompletableFuture::isCompletedExceptionally));

            assertThat(more.stream().filter(future -> !future.isDone()).count()).isGreaterThanOrEqualTo(2);
            CompletableFuture<Long> rejected = more.stream().filter(CompletableFuture::isCompletedExceptionally).findFirst()
                    .orElseThrow();
            assertThatThrownBy(rejected::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TaskRejectedException.class).hasMessageContaining("probe")
                    .hasMessageContaining("queue-size");
        } finally {
            more.forEach(future -> future.cancel(true));
            running.cancel(true);
        }
    }
}
