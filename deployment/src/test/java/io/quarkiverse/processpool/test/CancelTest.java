package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** However a running task is cancelled: it is asked to end first, and if it does, its worker is kept. */
class CancelTest {

    /** A grace that no test waits for, so a worker that is killed is a failure. */
    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.cancel-grace", "10m");

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("chores")
    ProcessPool chores;

    private Path running;
    private Path end;

    @BeforeEach
    void newFiles() {
        running = Scratch.file("running");
        end = Scratch.file("end");
    }

    private void isAskedAndKept(long pid) {
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(end).hasContent("interrupted, cancelled: true"));
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).isEqualTo(pid);
    }

    @Test
    @DisplayName("B7 cancelling the subscription of a Uni asks the task to end")
    void aSubscription() {
        Cancellable subscription = pool.apply(ChoresTasks.endWhenInterrupted(running, end)).subscribe().with(nothing -> {
        });
        long pid = Scratch.awaitPid(running);

        subscription.cancel();

        isAskedAndKept(pid);
    }

    @Test
    @DisplayName("B7 a time-out of the Uni asks the task to end")
    void aTimeout() {
        pool.apply(ChoresTasks.pid()).await().indefinitely();
        Uni<Void> limited = chores.apply(ChoresTasks.endWhenInterrupted(running, end))
                .ifNoItem().after(Duration.ofSeconds(5)).fail();

        assertThatThrownBy(() -> limited.await().indefinitely()).isInstanceOf(TimeoutException.class);

        isAskedAndKept(Scratch.awaitPid(running));
    }

    @Test
    @DisplayName("B7 cancelling the future asks the task to end")
    void aFuture() {
        CompletableFuture<Void> future = chores.applyAsync(ChoresTasks.endWhenInterrupted(running, end)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        future.cancel(true);

        assertThat(future).isCancelled();
        isAskedAndKept(pid);
    }

    @Test
    @DisplayName("B7 cancelling a map asks the task that runs to end, and the others never run")
    void aMap() {
        Path other = Scratch.file("other");
        Cancellable subscription = pool
                .map(file -> ChoresTasks.endWhenInterrupted(file, end), List.of(running, other))
                .subscribe().with(nothing -> {
                });
        long pid = Scratch.awaitPid(running);

        subscription.cancel();

        isAskedAndKept(pid);
        assertThat(other).doesNotExist();
    }

    @Test
    @DisplayName("B7 cancelling a stream asks the task that runs to end")
    void aStream() {
        Cancellable subscription = pool.imap(file -> ChoresTasks.passWhenOpen(file, end), List.of(running)).subscribe()
                .with(nothing -> {
                });
        long pid = Scratch.awaitPid(running);

        subscription.cancel();

        assertThat(pool.apply(ChoresTasks.pid()).await().atMost(Duration.ofSeconds(30))).isEqualTo(pid);
        assertThat(end).as("nobody has let it pass").doesNotExist();
    }

    @Test
    @DisplayName("B7 waiting with a time-out on a future stops the waiting only")
    void waitingIsNotTheTask() throws Exception {
        CompletableFuture<Long> future = pool.applyAsync(ChoresTasks.passWhenOpen(running, end)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);

        Files.createFile(end);
        assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
    }
}
