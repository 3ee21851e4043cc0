package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** A Uni submits on subscription and its cancellation cancels the task; a CompletionStage is submitted at once. */
class LazyAndEagerTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class));

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void aUniSubmitsOncePerSubscription() {
        long before = pools.stats("probe").completed();
        Uni<Long> pid = pool.apply(ProbeTasks.pid());
        assertThat(pools.stats("probe").completed() + pools.stats("probe").running()).isEqualTo(before);

        pid.await().indefinitely();
        pid.await().indefinitely();

        assertThat(pools.stats("probe").completed()).isEqualTo(before + 2);
    }

    @Test
    void aCompletionStageIsSubmittedAtOnce() {
        Path ran = Scratch.file("ran");

        pool.applyAsync(ProbeTasks.touch(ran));

        Awaitility.await().until(() -> Files.exists(ran));
    }

    @Test
    void cancellingTheSubscriptionEndsTheTaskAndItsWorker() throws Exception {
        Path running = Scratch.file("running");
        Cancellable subscription = pool.apply(ProbeTasks.insist(running)).subscribe().with(nothing -> {
        });
        long pid = Scratch.awaitPid(running);

        subscription.cancel();

        Workers.awaitEndOf(pid);
        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isNotEqualTo(pid);
    }

    @Test
    void cancellingTheFutureEndsTheTaskAndItsWorker() throws Exception {
        Path running = Scratch.file("running");
        CompletableFuture<Void> future = pool.applyAsync(ProbeTasks.insist(running)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        future.cancel(true);

        Workers.awaitEndOf(pid);
        assertThat(future).isCancelled();
        assertThat(future.handle((nothing, failure) -> failure).get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aTaskThatIsCancelledInTheQueueNeverRuns() throws Exception {
        Path running = Scratch.file("running");
        Path ran = Scratch.file("ran");
        CompletableFuture<Void> first = pool.applyAsync(ProbeTasks.block(running)).toCompletableFuture();
        Scratch.awaitPid(running);
        CompletableFuture<Void> queued = pool.applyAsync(ProbeTasks.touch(ran)).toCompletableFuture();

        queued.cancel(true);
        first.cancel(true);

        // One worker takes tasks in order, so this one has passed the place of the cancelled one.
        pool.apply(ProbeTasks.pid()).await().indefinitely();
        assertThat(ran).doesNotExist();
    }

    @Test
    void aTimeoutOfTheUniCancelsTheTask() throws Exception {
        Path running = Scratch.file("running");
        pool.apply(ProbeTasks.pid()).await().indefinitely();

        assertThatThrownBy(() -> pool.apply(ProbeTasks.insist(running)).ifNoItem().after(Duration.ofSeconds(2)).fail()
                .await().indefinitely()).isInstanceOf(TimeoutException.class);

        Workers.awaitEndOf(Scratch.awaitPid(running));
    }
}
