package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.Task;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** A stream of results of a stream of items, which may be without end. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class LookAheadTest {

    @TempDir
    Path directory;

    private static <A, R> Multi<R> imap(WorkerPool pool, java.util.function.Function<A, Task<R>> task, Multi<A> items,
            int bound,
            boolean ordered) {
        return Multi.createFrom().publisher(pool.imap(task, items, new ImapOptions(ordered, 0, bound)));
    }

    @Test
    void resultsAreInOrderOrAsTheyAreDone() {
        List<Integer> numbers = IntStream.range(0, 5000).boxed().toList();
        try (WorkerPool pool = Pools.of(2)) {
            assertThat(imap(pool, MisbehaveTasks::square, Multi.createFrom().iterable(numbers), 100, true)
                    .collect().asList().await().atMost(Pools.PATIENCE)).isEqualTo(numbers.stream().map(x -> x * x).toList());
            assertThat(new HashSet<>(imap(pool, MisbehaveTasks::square, Multi.createFrom().iterable(numbers), 100, false)
                    .collect().asList().await().atMost(Pools.PATIENCE))).hasSize(5000);
        }
    }

    @Test
    @DisplayName("B17 Items without end are read only so far ahead, results arrive meanwhile, and a cancel stops the reading")
    void itemsWithoutEndAreReadOnlySoFarAhead() {
        AtomicInteger read = new AtomicInteger();
        Multi<Integer> endless = Multi.createBy().repeating().supplier(read::incrementAndGet).indefinitely();
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Integer> subscriber = imap(pool, MisbehaveTasks::square, endless, 8, true)
                    .subscribe().withSubscriber(AssertSubscriber.create(5));
            subscriber.awaitItems(5, Pools.PATIENCE).assertItems(1, 4, 9, 16, 25);
            assertThat(read.get()).isBetween(5, 5 + 8 + 1);
            subscriber.cancel();
            int then = read.get();
            assertThat(imap(pool, MisbehaveTasks::square, Multi.createFrom().item(3), 1, true).collect().asList().await()
                    .atMost(Pools.PATIENCE)).containsExactly(9);
            assertThat(read.get()).isLessThanOrEqualTo(then + 1);
        }
    }

    @Test
    void aFailureFollowsTheResultsBeforeItAndCancelsTheRest() {
        Path pid = directory.resolve("pid");
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Object> subscriber = imap(pool,
                    (Integer i) -> anyTask(i == 2 ? MisbehaveTasks.fail("third")
                            : i == 3 ? MisbehaveTasks.spin(pid)
                                    : MisbehaveTasks.square(i)),
                    Multi.createFrom().items(0, 1, 2, 3), 4, true).subscribe().withSubscriber(AssertSubscriber.create(10));
            subscriber.awaitFailure(Pools.PATIENCE).assertItems(0, 1).assertFailedWith(IOException.class, "third");
            assertThat(pool.submit(MisbehaveTasks.square(2)).join()).isEqualTo(4);
        }
    }

    /** Python's test_imap_handle_iterable_exception. */
    @Test
    void aFailureOfTheItemsFollowsTheResultsBeforeIt() {
        Multi<Integer> items = Multi.createFrom().range(0, 5).onCompletion().failWith(new IllegalStateException("no more"));
        try (WorkerPool pool = Pools.of(2)) {
            imap(pool, MisbehaveTasks::square, items, 3, true).subscribe().withSubscriber(AssertSubscriber.create(10))
                    .awaitFailure(Pools.PATIENCE).assertItems(0, 1, 4, 9, 16)
                    .assertFailedWith(IllegalStateException.class, "no more");
        }
    }

    @Test
    void cancellingEndsWhatRuns() {
        Path pid = directory.resolve("pid");
        try (WorkerPool pool = Pools.of(1)) {
            AssertSubscriber<Integer> subscriber = imap(pool, MisbehaveTasks::spin, Multi.createFrom().item(pid), 1, true)
                    .subscribe().withSubscriber(AssertSubscriber.create(1));
            long spinning = Long.parseLong(Pools.lines(pid, 1).get(0));
            subscriber.cancel();
            Pools.awaitDead(spinning);
        }
    }

    /** Reactive Streams 3.9. */
    @Test
    void aRequestForNothingIsAFailure() {
        try (WorkerPool pool = Pools.of(1)) {
            java.util.concurrent.CompletableFuture<Throwable> failure = new java.util.concurrent.CompletableFuture<>();
            pool.imap(MisbehaveTasks::square, Multi.createFrom().items(1, 2, 3), ImapOptions.UNORDERED.withLookAhead(2))
                    .subscribe(new java.util.concurrent.Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                            subscription.request(0);
                        }

                        @Override
                        public void onNext(Integer item) {
                            failure.complete(new AssertionError("a result that nobody asked for"));
                        }

                        @Override
                        public void onError(Throwable problem) {
                            failure.complete(problem);
                        }

                        @Override
                        public void onComplete() {
                            failure.complete(new AssertionError("the end"));
                        }
                    });
            assertThat(failure.join()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3.9");
        }
    }

    @Test
    void aBoundBelowOneIsRefused() {
        assertThatThrownBy(() -> ImapOptions.ORDERED.withLookAhead(0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("look-ahead of at least 1");
        assertThatThrownBy(() -> ImapOptions.ORDERED.withChunkSize(0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("chunk size of at least 1");
        assertThatThrownBy(() -> ImapOptions.ORDERED.withChunkSize(5).withLookAhead(4))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a chunk of 5 would never be full");
    }

    @SuppressWarnings("unchecked") // a result is an object
    static Task<Object> anyTask(Task<?> task) {
        return (Task<Object>) task;
    }
}
