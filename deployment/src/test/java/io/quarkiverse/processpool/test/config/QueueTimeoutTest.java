package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** queue-timeout: what waits too long for a worker fails and never runs; what runs is not touched. */
class QueueTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.queue-timeout", "5s");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B42 the message names the limit: queue-timeout")
    void whatWaitsTooLongNeverRuns() throws Exception {
        Path running = Scratch.file("running");
        Path gate = Scratch.file("gate");
        Path never = Scratch.file("never");
        CompletableFuture<Long> first = pool.applyAsync(ChoresTasks.passWhenOpen(running, gate)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        assertThatThrownBy(() -> pool.apply(ChoresTasks.passWhenOpen(never, gate)).await().atMost(Duration.ofSeconds(60)))
                .hasMessageContaining("queue-timeout of 5.0 s")
                .isInstanceOfSatisfying(TaskTimeoutException.class,
                        timeout -> assertThat(timeout.limit()).isEqualTo(Limit.QUEUE));

        Files.createFile(gate);
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).isEqualTo(pid);
        assertThat(never).doesNotExist();
    }
}
