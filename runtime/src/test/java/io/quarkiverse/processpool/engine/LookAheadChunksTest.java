package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;

/** Short items of a stream go to a worker several at a time; nobody sees that but by the speed. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class LookAheadChunksTest {

    private static final int ITEMS = 20_000;
    /** Somewhere in a chunk, when it is known that they are short. */
    private static final int SPECIAL = 15_003;

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> squares(int count) {
        return numbers(count).stream().map(x -> x * x).toList();
    }

    private static <A, R> AssertSubscriber<R> all(WorkerPool pool, Function<A, Task<R>> task, Iterable<A> items) {
        return subscribe(pool.imap(task, Multi.createFrom().iterable(items), ImapOptions.ORDERED));
    }

    private static <R> AssertSubscriber<R> subscribe(Flow.Publisher<R> results) {
        return Multi.createFrom().publisher(results).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    @Test
    void theLookAheadFollowsTheDurationOfTheItems() {
        try (WorkerPool pool = Pools.of(1)) {
            int shortOnes = mostReadAhead(pool, MisbehaveTasks::square, 100_000);
            assertThat(shortOnes).isGreaterThan(64 + 1).isLessThanOrEqualTo(1024 + 1);
            assertThat(mostReadAhead(pool, ignored -> MisbehaveTasks.nap(5), 200)).isLessThanOrEqualTo(64 + 1);
            int large = mostReadAhead(pool, ignored -> MisbehaveTasks.echo(new byte[8 << 10]), 20_000);
            assertThat(large).as("a megabyte").isLessThanOrEqualTo(128 + 1);
        }
    }

    @Test
    void itGrowsOnlyAsResultsAreTaken() {
        AtomicInteger read = new AtomicInteger();
        try (WorkerPool pool = Pools.of(2)) {
            all(pool, MisbehaveTasks::square, numbers(ITEMS)).awaitCompletion(Pools.PATIENCE); // they are known to be short
            AssertSubscriber<Integer> few = Multi.createFrom().publisher(pool.imap(MisbehaveTasks::square,
                    counted(ITEMS, read), ImapOptions.ORDERED))
                    .subscribe().withSubscriber(AssertSubscriber.create(10));
            few.awaitItems(10, Pools.PATIENCE);
            for (int i = 0; i < 100; i++) { // by then it has read what it will
                assertThat(pool.submit(MisbehaveTasks.square(i)).join()).isEqualTo(i * i);
            }
            assertThat(read.get()).isBetween(2 * 64, 2 * 64 + 2 * 10);
            few.cancel();
        }
    }

    /** Also those of a given chunk size: what does not fit into a message waits for the next one. */
    @Test
    void largeItemsAreFewAhead() {
        try (WorkerPool pool = Pools.of(1)) {
            Function<Integer, Task<byte[]>> large = ignored -> MisbehaveTasks.echo(new byte[2 << 20]);
            assertThat(mostReadAhead(pool, large, 30)).isLessThanOrEqualTo(3 + 1);
            assertThat(mostReadAhead(pool, large, 30, ImapOptions.ORDERED.withChunkSize(1_000))).isLessThanOrEqualTo(4 + 1);
            Function<Integer, Task<byte[]>> mixed = i -> MisbehaveTasks.echo(new byte[i < 5 ? 1 << 20 : 1]);
            assertThat(mostReadAhead(pool, mixed, 3_000, ImapOptions.ORDERED.withChunkSize(1_000))).isGreaterThan(1_000);
        }
    }

    @Test
    void aFailureIsToldThoughItsChunkIsNotFull() {
        try (WorkerPool pool = Pools.of(1)) {
            AtomicReference<MultiEmitter<? super Integer>> source = new AtomicReference<>();
            AssertSubscriber<Integer> results = subscribe(pool.imap(i -> i == 3 ? null : MisbehaveTasks.square(i),
                    Multi.createFrom().<Integer> emitter(source::set), ImapOptions.ORDERED.withChunkSize(100)));
            for (int i = 0; i < 5; i++) {
                source.get().emit(i);
            }
            results.awaitFailure(Pools.PATIENCE).assertItems(0, 1, 4).assertFailedWith(NullPointerException.class,
                    "no task of 3");
        }
    }

    private static <R> int mostReadAhead(WorkerPool pool, Function<Integer, Task<R>> task, int count) {
        return mostReadAhead(pool, task, count, ImapOptions.ORDERED);
    }

    private static <R> int mostReadAhead(WorkerPool pool, Function<Integer, Task<R>> task, int count, ImapOptions options) {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Multi<Integer> items = Multi.createFrom().iterable(numbers(count)).onItem()
                .invoke(() -> most.accumulateAndGet(read.incrementAndGet() - left.get(), Math::max));
        Multi.createFrom().publisher(pool.imap(task, items, options)).onItem().invoke(left::incrementAndGet)
                .collect().last().await().atMost(Pools.PATIENCE);
        assertThat(left).hasValue(count);
        return most.get();
    }

    @Test
    @DisplayName("B3 A death among short items of a stream costs one of them")
    void aDeathCostsOne() {
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Integer> ordered = all(pool, i -> MisbehaveTasks.squareUnless(i, SPECIAL), numbers(ITEMS));
            ordered.awaitFailure(Pools.PATIENCE).assertFailedWith(WorkerExitedException.class, "exit code 9");
            assertThat(ordered.getItems()).isEqualTo(squares(SPECIAL));
            assertThat(pool.submit(MisbehaveTasks.square(2)).join()).isEqualTo(4);
        }
    }

    @Test
    void anItemThatHasNoTaskOrNoneThatCanBeSentCostsItself() {
        try (WorkerPool pool = Pools.of(2, builder -> builder.maxPayload(1 << 20))) {
            AssertSubscriber<Integer> noTask = all(pool, i -> i == SPECIAL ? null : MisbehaveTasks.square(i), numbers(ITEMS));
            noTask.awaitFailure(Pools.PATIENCE).assertFailedWith(NullPointerException.class, "no task of " + SPECIAL);
            assertThat(noTask.getItems()).isEqualTo(squares(SPECIAL));

            AssertSubscriber<byte[]> tooLarge = all(pool,
                    (Integer i) -> MisbehaveTasks.echo(new byte[i == SPECIAL ? 2 << 20 : 1]), numbers(ITEMS));
            tooLarge.awaitFailure(Pools.PATIENCE).assertFailedWith(PayloadTooLargeException.class);
            assertThat(tooLarge.getItems()).hasSize(SPECIAL);
        }
    }

    @Test
    void anErrorWhileAnItemIsWrittenCostsItself() {
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Boolean> results = all(pool, (Integer i) -> TroubleTasks
                    .take(new Trouble.Hostile(i == SPECIAL ? Trouble.Deed.THROW_ERROR : Trouble.Deed.NOTHING,
                            Trouble.Deed.NOTHING)),
                    numbers(ITEMS));
            results.awaitFailure(Pools.PATIENCE).assertFailedWith(TaskEncodingException.class, "hostile when written");
            assertThat(results.getItems()).hasSize(SPECIAL);
            assertThat(all(pool, MisbehaveTasks::square, numbers(ITEMS)).awaitCompletion(Pools.PATIENCE).getItems())
                    .isEqualTo(squares(ITEMS));
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    @Test
    void theFunctionMayWaitForResultsBeforeIt() {
        AtomicInteger received = new AtomicInteger();
        try (WorkerPool pool = Pools.of(2)) {
            all(pool, ignored -> MisbehaveTasks.nap(0), numbers(ITEMS)).awaitCompletion(Pools.PATIENCE); // known to be short
            Flow.Publisher<Integer> results = pool.imap(i -> {
                if (i == 10) { // the first four are under way, and those behind them are gathered
                    await().atMost(Pools.PATIENCE).until(() -> received.get() == 10);
                }
                return MisbehaveTasks.nap(i < 4 ? 100 : 0);
            }, Multi.createFrom().iterable(numbers(20)).emitOn(Infrastructure.getDefaultExecutor()), ImapOptions.ORDERED);
            assertThat(
                    Multi.createFrom().publisher(results).onItem().invoke(received::incrementAndGet).collect().asList().await()
                            .atMost(Pools.PATIENCE))
                    .hasSize(20);
        }
    }

    @Test
    void whatTheSourceHasGivenIsDoneAlsoIfThePoolIsClosedNext() throws Exception {
        for (int round = 0; round < 20; round++) {
            WorkerPool pool = Pools.of(2);
            all(pool, MisbehaveTasks::square, numbers(2_000)).awaitCompletion(Pools.PATIENCE);
            AssertSubscriber<Integer> results = all(pool, MisbehaveTasks::square, numbers(100));
            pool.close();
            assertThat(results.awaitCompletion(Pools.PATIENCE).getItems()).isEqualTo(squares(100));
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
        }
    }

    @Test
    void methodsMayTakeTurns() {
        List<Object> expected = new ArrayList<>();
        numbers(3_000).forEach(i -> expected.add(i % 7 < 3 ? (Object) (i * i) : "" + i));
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Object> results = all(pool,
                    (Integer i) -> LookAheadTest.anyTask(i % 7 < 3 ? MisbehaveTasks.square(i)
                            : MisbehaveTasks.echo(("" + i).getBytes())),
                    numbers(3_000));
            results.awaitCompletion(Pools.PATIENCE);
            assertThat(results.getItems().stream().map(each -> each instanceof byte[] bytes ? new String(bytes) : each))
                    .isEqualTo(expected);
        }
    }

    /** What stands behind it in its chunk goes to the other worker. */
    @Test
    void aLongItemHoldsUpNoOthers() {
        AtomicInteger read = new AtomicInteger();
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Integer> results = subscribe(pool.imap(i -> MisbehaveTasks.nap(i == SPECIAL ? 1_000_000 : 0),
                    counted(ITEMS, read), ImapOptions.UNORDERED));
            await().atMost(Pools.PATIENCE).until(() -> results.getItems().size() == ITEMS - 1);
            assertThat(read).hasValue(ITEMS);
            results.cancel();
            assertThat(pool.submit(MisbehaveTasks.square(2)).join()).isEqualTo(4);
        }
    }

    private static Multi<Integer> counted(int count, AtomicInteger read) {
        return Multi.createFrom().iterable(numbers(count)).onItem().invoke(read::incrementAndGet);
    }

    @Test
    void aCancelClosesTheStreamsOfItemsThatWaitForOthers() {
        try (WorkerPool pool = Pools.of(2)) {
            for (int round = 0; round < 40; round++) {
                List<StreamArgumentsTest.Watched> given = Collections.synchronizedList(new ArrayList<>());
                int some = 1 + round * 50;
                AssertSubscriber<Boolean> results = subscribe(pool.imap(ignored -> {
                    StreamArgumentsTest.Watched each = new StreamArgumentsTest.Watched(1);
                    given.add(each);
                    return ReadingsTasks.isNull(each);
                }, Multi.createFrom().iterable(numbers(ITEMS)), new ImapOptions(round % 2 == 0, 0, 0)));
                results.awaitItems(some, Pools.PATIENCE);
                results.cancel();
                await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(Pools.PATIENCE)
                        .until(() -> List.copyOf(given).stream().allMatch(each -> each.isClosed.get()));
            }
        }
    }

    @Test
    void anItemThatComesAloneWaitsForNoOthers() {
        AtomicReference<MultiEmitter<? super Integer>> source = new AtomicReference<>();
        try (WorkerPool pool = Pools.of(2)) {
            all(pool, MisbehaveTasks::square, numbers(ITEMS)).awaitCompletion(Pools.PATIENCE); // they are known to be short
            AssertSubscriber<Integer> results = subscribe(
                    pool.imap(MisbehaveTasks::square, Multi.createFrom().<Integer> emitter(source::set), ImapOptions.ORDERED));
            for (int i = 0; i < 300; i++) {
                source.get().emit(i);
                results.awaitItems(i + 1, Pools.PATIENCE);
            }
            source.get().complete();
            results.awaitCompletion(Pools.PATIENCE);
            assertThat(results.getItems()).isEqualTo(squares(300));
        }
    }

    @Test
    void aChunkOfAGivenSizeIsSentWhenItIsFull() {
        AtomicReference<MultiEmitter<? super Integer>> source = new AtomicReference<>();
        try (WorkerPool pool = Pools.of(2)) {
            AssertSubscriber<Integer> results = subscribe(pool.imap(MisbehaveTasks::square,
                    Multi.createFrom().<Integer> emitter(source::set), ImapOptions.ORDERED.withChunkSize(5)));
            for (int i = 0; i < 13; i++) {
                source.get().emit(i);
                if (i % 5 == 3) { // nothing but what was full before comes, though both workers have nothing to do
                    assertThat(pool.submit(MisbehaveTasks.square(i)).join()).isEqualTo(i * i);
                    assertThat(pool.stats().completed()).isEqualTo(i / 5 * 5 + i / 5 + 1);
                }
                results.awaitItems((i + 1) / 5 * 5, Pools.PATIENCE);
            }
            source.get().complete();
            assertThat(results.awaitCompletion(Pools.PATIENCE).getItems()).isEqualTo(squares(13));
        }
    }

    @Test
    void largeGivenChunksHaveRoomInTheLookAhead() {
        AtomicInteger read = new AtomicInteger();
        try (WorkerPool pool = Pools.of(2)) {
            Multi<Integer> items = counted(100_000, read);
            AssertSubscriber<Integer> few = Multi.createFrom()
                    .publisher(pool.imap(MisbehaveTasks::square, items, ImapOptions.ORDERED.withChunkSize(3_000)))
                    .subscribe().withSubscriber(AssertSubscriber.create(1));
            few.awaitItems(1, Pools.PATIENCE);
            assertThat(read.get()).isBetween(3_000, 4 * 2 * 3_000 + 1);
            few.request(Long.MAX_VALUE);
            assertThat(few.awaitCompletion(Pools.PATIENCE).getItems()).isEqualTo(squares(100_000));
        }
    }
}
