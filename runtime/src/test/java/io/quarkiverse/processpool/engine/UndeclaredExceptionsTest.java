package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.engine.Trouble.Touchy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/**
 * Code of the application that throws what it does not declare, or may not throw, costs what throws a RuntimeException costs.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class UndeclaredExceptionsTest {

    private static final int ITEMS = 20_000;
    /** Somewhere in a chunk, when it is known that the items are short. */
    private static final int SPECIAL = 15_003;

    @AfterEach
    void nothingIsTouchy() {
        Touchy.unwritable = -1;
        Touchy.unreadable = -1;
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, ITEMS).boxed().toList();
    }

    private static Task<Integer> weigh(int x) {
        return TroubleTasks.weigh(new Touchy(x));
    }

    private static Function<Integer, Task<Integer>> failingAt(int item) {
        return x -> {
            if (x == item) {
                throw Trouble.undeclared("no task of this");
            }
            return MisbehaveTasks.square(x);
        };
    }

    private static AssertSubscriber<Integer> imap(TaskPool pool, Function<Integer, Task<Integer>> task, boolean ordered) {
        return Multi.createFrom()
                .publisher(pool.imap(task, Multi.createFrom().iterable(numbers()), new ImapOptions(ordered, 0, 0))).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    /** The pool goes on with the worker that it has, and ends. */
    private static void assertUnhurt(WorkerPool pool) throws Exception {
        assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        assertThat(pool.stats().workersStarted()).isEqualTo(1);
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anArgumentOfAStreamThatCannotBeWritten(boolean ordered) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            pool.map(UndeclaredExceptionsTest::weigh, numbers()).get(60, TimeUnit.SECONDS); // the pool knows that they are short
            Touchy.unwritable = SPECIAL;
            AssertSubscriber<Integer> results = imap(pool, UndeclaredExceptionsTest::weigh, ordered);
            CompletableFuture<List<Integer>> beside = pool.map(MisbehaveTasks::square, numbers());

            results.awaitFailure(Pools.PATIENCE).assertFailedWith(TaskEncodingException.class, "touchy when written");
            if (ordered) {
                assertThat(results.getItems()).isEqualTo(numbers().subList(0, SPECIAL));
            }
            assertThat(beside.get(60, TimeUnit.SECONDS)).hasSize(ITEMS);
            assertUnhurt(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 50, SPECIAL })
    void anArgumentOfAMapThatCannotBeWritten(int item) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            Touchy.unwritable = item;
            Call<List<Integer>> call = pool.trackMap(UndeclaredExceptionsTest::weigh, numbers());

            assertThatThrownBy(() -> call.future().get(60, TimeUnit.SECONDS)).cause()
                    .isInstanceOf(TaskEncodingException.class).hasMessageContaining("touchy when written");
            assertThat(call.progress().done()).isEqualTo(ITEMS);
            assertThat(call.progress().failed()).isEqualTo(1);
            assertUnhurt(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 50, SPECIAL })
    void theFunctionOfAMap(int item) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<List<Integer>> squares = pool.map(failingAt(item), numbers());

            assertThatThrownBy(() -> squares.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(IOException.class)
                    .hasMessage("no task of this");
            assertUnhurt(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 50, SPECIAL })
    void theItemsOfAMap(int item) throws Exception {
        Iterable<Integer> items = () -> IntStream.range(0, ITEMS).map(x -> {
            if (x == item) {
                throw Trouble.undeclared("no such item");
            }
            return x;
        }).iterator();
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<List<Integer>> squares = pool.map(MisbehaveTasks::square, items);

            assertThatThrownBy(() -> squares.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(IOException.class)
                    .hasMessage("no such item");
            assertUnhurt(pool);
        }
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "0, false", "50, true", "50, false", SPECIAL + ", true", SPECIAL + ", false" })
    void theFunctionOfAStream(int item, boolean ordered) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            imap(pool, failingAt(item), ordered).awaitFailure(Pools.PATIENCE)
                    .assertFailedWith(IOException.class, "no task of this");
            assertUnhurt(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theFunctionOfAStreamInPlace(boolean ordered) {
        try (InPlacePool pool = new InPlacePool("in place", Runnable::run)) {
            imap(pool, failingAt(50), ordered).awaitFailure(Pools.PATIENCE)
                    .assertFailedWith(IOException.class, "no task of this");
        }
    }

    @Test
    void anElementThatCannotBeWritten() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            List<Touchy> elements = new ArrayList<>();
            assertThatThrownBy(() -> {
                try (ResultStream<Touchy> stream = pool.stream(TroubleTasks.touchies(1_000, 700))) {
                    for (Touchy next; (next = stream.next()) != null;) {
                        elements.add(next);
                    }
                }
            }).isInstanceOf(TaskEncodingException.class).hasMessageContaining("touchy when written");
            assertThat(elements).hasSize(700);
            assertUnhurt(pool);
        }
    }

    @Test
    void aResultThatCannotBeRead() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            pool.apply(TroubleTasks.touchy(1));
            Touchy.unreadable = 7;
            CompletableFuture<List<Touchy>> all = pool.map(TroubleTasks::touchy, IntStream.range(0, 100).boxed().toList());

            assertThatThrownBy(() -> all.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("touchy when read");
            assertUnhurt(pool);
        }
    }

    /** An exception that cannot be asked what it says. */
    @Test
    void anArgumentWhoseExceptionSaysNothing() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            Touchy.unwritable = Touchy.SPEECHLESS;
            assertThatThrownBy(() -> pool.apply(weigh(Touchy.SPEECHLESS))).isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("cannot be sent: " + Trouble.Speechless.class.getName());
            Touchy.unwritable = -1;
            pool.apply(TroubleTasks.touchy(1));
            Touchy.unreadable = Touchy.SPEECHLESS;
            assertThatThrownBy(() -> pool.apply(TroubleTasks.touchy(Touchy.SPEECHLESS)))
                    .isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("could not be read: " + Trouble.Speechless.class.getName());
            assertUnhurt(pool);
        }
    }

    /** Each refuses in its own way. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anExecutorOfCallbacksThatTakesNothing(boolean undeclared) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.callbackExecutor(task -> {
            throw undeclared ? Trouble.undeclared("no more") : new RejectedExecutionException("no more");
        }))) {
            CompletableFuture<Integer> square = pool.submit(MisbehaveTasks.square(3));
            CompletableFuture<Integer> next = square.thenApply(x -> x + 1);
            assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(10);
            assertThat(imap(pool, MisbehaveTasks::square, true).awaitCompletion(Pools.PATIENCE).getItems()).hasSize(ITEMS);
            assertUnhurt(pool);
        }
    }

    /** Which it may not do when it is cancelled, or asked for more. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aSourceThatThrowsWhatNobodyExpects(boolean whenCancelled) throws Exception {
        Flow.Publisher<Integer> items = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int next;

            @Override
            public void request(long n) {
                if (next > 0 && !whenCancelled) {
                    throw new IllegalStateException("no more of them");
                }
                for (long i = 0; i < n; i++) {
                    subscriber.onNext(next++);
                }
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("cannot be cancelled");
            }
        });
        try (WorkerPool pool = Pools.of(1)) {
            AssertSubscriber<Integer> results = Multi.createFrom()
                    .publisher(pool.imap(whenCancelled ? failingAt(3) : MisbehaveTasks::square, items, ImapOptions.ORDERED))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
            results.awaitFailure(Pools.PATIENCE);
            assertThat(results.getFailure()).hasMessage(whenCancelled ? "no task of this" : "no more of them");
            assertUnhurt(pool);
        }
    }

    /** Which it may not. It gets nothing more, and its items are given up as if it had cancelled. */
    @Test
    void aSubscriberThatThrows() throws Exception {
        Queue<AtomicBoolean> opened = new ConcurrentLinkedQueue<>();
        AtomicBoolean isCancelled = new AtomicBoolean();
        Multi<InputStream> items = Multi.createFrom().ticks().every(Duration.ofMillis(1)).onOverflow().drop()
                .onCancellation().invoke(() -> isCancelled.set(true)).map(tick -> {
                    AtomicBoolean isClosed = new AtomicBoolean();
                    opened.add(isClosed);
                    return new ByteArrayInputStream(new byte[100]) {
                        @Override
                        public void close() {
                            isClosed.set(true);
                        }
                    };
                });
        try (WorkerPool pool = Pools.of(1)) {
            pool.imap(ReadingsTasks::checksum, items, ImapOptions.ORDERED).subscribe(new Flow.Subscriber<Long>() {

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(Long item) {
                    throw new IllegalStateException("is meant");
                }

                @Override
                public void onError(Throwable failure) {
                }

                @Override
                public void onComplete() {
                }
            });
            await().dontCatchUncaughtExceptions().atMost(Pools.PATIENCE).untilTrue(isCancelled);
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
            await().dontCatchUncaughtExceptions().atMost(Pools.PATIENCE)
                    .until(() -> opened.stream().allMatch(AtomicBoolean::get));
        }
    }
}
