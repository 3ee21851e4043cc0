package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** imap and imapUnordered: streams in and out, with bounded look-ahead and back-pressure. */
class StreamTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Squares.class, Probe.class));

    private static final Duration LONG = Duration.ofSeconds(30);
    /** More than any pool of two needs to read ahead of its subscriber. */
    private static final int BOUND = 512;

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("squares")
    ProcessPool squares;

    private static final AtomicInteger READ = new AtomicInteger();

    private static Iterable<Integer> endlessIterable() {
        return () -> new Iterator<>() {

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                return READ.getAndIncrement() % 1000;
            }
        };
    }

    private static Multi<Integer> endlessMulti() {
        return Multi.createBy().repeating().supplier(() -> READ.getAndIncrement() % 1000).indefinitely();
    }

    @Test
    void imapKeepsTheOrder() {
        List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
        List<Integer> expected = numbers.stream().map(x -> x * x).toList();

        for (ProcessPool any : List.of(pool, squares)) {
            assertThat(any.imap(SquaresTasks::square, numbers).collect().asList().await().atMost(LONG)).isEqualTo(expected);
            assertThat(any.imap(SquaresTasks::square, Multi.createFrom().iterable(numbers)).collect().asList().await()
                    .atMost(LONG)).isEqualTo(expected);
        }
    }

    @Test
    void imapUnorderedGivesEachResultOnce() {
        List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
        List<Integer> expected = numbers.stream().map(x -> x * x).toList();

        for (ProcessPool any : List.of(pool, squares)) {
            assertThat(any.imapUnordered(SquaresTasks::square, numbers).collect().asList().await().atMost(LONG))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(any.imapUnordered(SquaresTasks::square, Multi.createFrom().iterable(numbers)).collect().asList().await()
                    .atMost(LONG)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void nothingMakesNothing() {
        for (ProcessPool any : List.of(pool, squares)) {
            assertThat(any.imap(SquaresTasks::square, List.<Integer> of()).collect().asList().await().atMost(LONG)).isEmpty();
            assertThat(any.imap(SquaresTasks::square, Multi.createFrom().<Integer> empty()).collect().asList().await()
                    .atMost(LONG)).isEmpty();
        }
    }

    @Test
    void anEndlessIterableIsReadAsFarAsItIsAskedFor() {
        readsNoMoreThanItNeeds(() -> pool.imap(SquaresTasks::square, endlessIterable()));
        readsNoMoreThanItNeeds(() -> squares.imapUnordered(SquaresTasks::square, endlessIterable()));
    }

    @Test
    void anEndlessMultiIsReadAsFarAsItIsAskedFor() {
        readsNoMoreThanItNeeds(() -> pool.imap(SquaresTasks::square, endlessMulti()));
        readsNoMoreThanItNeeds(() -> squares.imapUnordered(SquaresTasks::square, endlessMulti()));
    }

    private void readsNoMoreThanItNeeds(Supplier<Multi<Integer>> stream) {
        READ.set(0);
        AssertSubscriber<Integer> subscriber = stream.get().subscribe().withSubscriber(AssertSubscriber.create(0));
        subscriber.request(10);
        subscriber.awaitItems(10, LONG);
        // Whatever it reads ahead it has read when three rounds of other tasks are done.
        for (int i = 0; i < 3; i++) {
            pool.map(SquaresTasks::square, List.of(1, 2, 3, 4)).await().atMost(LONG);
        }
        assertThat(READ.get()).isLessThan(BOUND);
        assertThat(subscriber.getItems()).hasSize(10);

        subscriber.request(100);
        subscriber.awaitItems(110, LONG);
        subscriber.cancel();

        int afterwards = READ.get();
        pool.map(SquaresTasks::square, List.of(1, 2, 3, 4)).await().atMost(LONG);
        assertThat(READ.get()).isLessThanOrEqualTo(afterwards + 1);
    }

    @Test
    void anIterableIsReadAnewForEachSubscription() {
        Multi<Integer> stream = pool.imap(SquaresTasks::square, List.of(1, 2, 3));

        assertThat(stream.collect().asList().await().atMost(LONG)).containsExactly(1, 4, 9);
        assertThat(stream.collect().asList().await().atMost(LONG)).containsExactly(1, 4, 9);
    }

    @Test
    void aFailingTaskEndsTheStream() {
        for (String item : List.of("first", "second")) {
            AssertSubscriber<Integer> subscriber = pool.imap(ProbeTasks::fail, List.of(item, "other")).subscribe()
                    .withSubscriber(AssertSubscriber.create(10));
            subscriber.awaitFailure(LONG).assertFailedWith(IllegalStateException.class, item);
        }
    }

    @Test
    void aFailingInputFollowsTheResultsBeforeIt() {
        Multi<Integer> input = Multi.createBy().concatenating().streams(Multi.createFrom().items(1, 2, 3),
                Multi.createFrom().failure(new IllegalArgumentException("no more")));

        for (ProcessPool any : List.of(pool, squares)) {
            AssertSubscriber<Integer> subscriber = any.imap(SquaresTasks::square, input).subscribe()
                    .withSubscriber(AssertSubscriber.create(10));
            subscriber.awaitFailure(LONG).assertItems(1, 4, 9).assertFailedWith(IllegalArgumentException.class, "no more");
        }
    }

    @Test
    void anInputThatFailsAtOnceFailsTheStream() {
        AssertSubscriber<Integer> subscriber = pool
                .imap(SquaresTasks::square, Multi.createFrom().<Integer> failure(new IllegalArgumentException("nothing")))
                .subscribe().withSubscriber(AssertSubscriber.create(10));

        subscriber.awaitFailure(LONG).assertFailedWith(IllegalArgumentException.class, "nothing");
    }

    @Test
    void aStreamThatIsCancelledBeforeItsFirstItemLetsGoOfItsInput() {
        AtomicInteger cancelled = new AtomicInteger();
        AssertSubscriber<Integer> subscriber = pool
                .imap(SquaresTasks::square, Multi.createFrom().<Integer> nothing().onCancellation()
                        .invoke(cancelled::incrementAndGet))
                .subscribe().withSubscriber(AssertSubscriber.create(10));

        subscriber.cancel();

        Awaitility.await().untilAtomic(cancelled, equalTo(1));
    }
}
