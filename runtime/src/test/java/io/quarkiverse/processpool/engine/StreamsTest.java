package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.wire.Credit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** A task with many results gives them as they are made, no further than they are taken, and ends when nobody wants more. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StreamsTest {

    @TempDir
    Path directory;

    /** The elements that came, and what came after them. */
    private record Taken<R>(List<R> elements, Throwable failure) {
    }

    private static <R> Taken<R> all(WorkerPool pool, StreamTask<R> task) {
        List<R> elements = new ArrayList<>();
        try (ResultStream<R> stream = pool.stream(task)) {
            for (R next; (next = stream.next()) != null;) {
                elements.add(next);
            }
            return new Taken<>(elements, null);
        } catch (Exception e) {
            return new Taken<>(elements, e);
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void elementsComeInTheirOrder() {
        try (WorkerPool pool = Pools.of(1)) {
            for (int count : new int[] { 0, 1, 2, 127, 128, 129, 100_000 }) {
                assertThat(all(pool, FlowsTasks.upTo(count))).isEqualTo(new Taken<>(range(0, count), null));
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
            assertThat(pool.stats().completed()).isEqualTo(7);
        }
    }

    @Test
    void aTaskCanBeCalledInPlace() throws Exception {
        assertThat(FlowsTasks.upTo(3).call()).containsExactly(0, 1, 2);
        assertThat(FlowsTasks.multi(3, directory).call()).containsExactly(0, 1, 2);
        Path closed = directory.resolve("closed");
        try (var stream = FlowsTasks.iterator(closed).call()) {
            assertThat(stream.limit(2)).containsExactly(0, 1);
        }
        assertThat(closed).hasContent("closed");
    }

    @Test
    void anElementComesAtOnceWhileTheNextIsMade() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1);
                ResultStream<Long> stream = pool.stream(FlowsTasks.pidsThenWait(3, gate))) {
            for (int i = 0; i < 3; i++) {
                assertThat(stream.next()).isPositive();
            }
            Files.createFile(gate);
            assertThat(stream.next()).isPositive();
            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void theWorkerMakesNoMoreThanItMayAndACloseEndsTheStream() throws Exception {
        Path made = directory.resolve("made");
        Path closed = directory.resolve("closed");
        try (WorkerPool pool = Pools.of(2)) {
            try (ResultStream<Integer> stream = pool.stream(FlowsTasks.endless(made, closed))) {
                for (int i = 1; i <= 10; i++) {
                    assertThat(stream.next()).isEqualTo(i);
                }
                assertThatItStops(pool, made, 10);
                assertThat(closed).doesNotExist();
            }
            assertThat(Pools.lines(closed, 1)).containsExactly("closed");
            assertThat(made(made)).isLessThanOrEqualTo(10 + Credit.FIRST_ITEMS);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    /** It goes as far as it may, and what lasts for a while meanwhile changes nothing. */
    private static void assertThatItStops(WorkerPool pool, Path made, int taken) throws Exception {
        await().atMost(Pools.PATIENCE).until(() -> made(made) >= Credit.FIRST_ITEMS);
        for (int i = 0; i < 5_000; i++) {
            pool.apply(MisbehaveTasks.square(i));
        }
        assertThat(made(made)).isBetween(Credit.FIRST_ITEMS, taken + Credit.FIRST_ITEMS);
    }

    private static int made(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    @Test
    void largeElementsAreMadeOneByOne() throws Exception {
        int large = Credit.BYTES;
        try (WorkerPool pool = Pools.of(1);
                ResultStream<byte[]> stream = pool.stream(FlowsTasks.arrays(large, large, 0, 3 * large, 1))) {
            for (int length : new int[] { large, large, 0, 3 * large, 1 }) {
                assertThat(stream.next()).hasSize(length);
            }
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void streamsWithoutEnd() throws Exception {
        Path closed = directory.resolve("closed");
        try (WorkerPool pool = Pools.of(1)) {
            for (StreamTask<Integer> task : List.of(FlowsTasks.iterator(closed), FlowsTasks.flattened(0),
                    FlowsTasks.multi(Integer.MAX_VALUE, closed))) {
                try (ResultStream<Integer> stream = pool.stream(task)) {
                    for (int i = 0; i < 20_000; i++) {
                        assertThat(stream.next()).isEqualTo(i);
                    }
                }
                assertThat(pool.apply(MisbehaveTasks.square(7))).isEqualTo(49);
            }
            assertThat(Pools.lines(closed, 2)).containsExactly("closed", "cancelled");
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("B10 What has arrived of a stream is not lost when its worker is killed")
    void aKilledWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1);
                ResultStream<Long> stream = pool.stream(FlowsTasks.pidsThenWait(50, directory.resolve("gate")))) {
            long pid = stream.next();
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().size() == 1);
            for (int i = 1; i < 50; i++) {
                assertThat(stream.next()).isEqualTo(pid);
            }
            Pools.kill(pid);
            assertThatThrownBy(stream::next).isInstanceOf(WorkerKilledException.class).hasMessageContaining("pidsThenWait");
            assertThat(all(pool, FlowsTasks.upTo(5)).elements()).hasSize(5);
        }
    }

    @Test
    void whatAStreamThrowsComesAfterTheElementsBeforeIt() {
        Path closed = directory.resolve("closed");
        try (WorkerPool pool = Pools.of(1)) {
            for (int index : new int[] { 0, 1, 500 }) {
                Taken<Integer> taken = all(pool, FlowsTasks.failAt(index, closed));
                assertThat(taken.elements()).isEqualTo(range(0, index));
                assertThat(taken.failure()).isInstanceOf(UnsupportedOperationException.class).hasMessage("at " + index);
            }
            assertThat(closed).hasContent("closed\nclosed\nclosed\n");
            assertThat(all(pool, FlowsTasks.failAtOnce(0)).failure()).isInstanceOf(IOException.class)
                    .hasMessage("no such thing");
            assertThat(all(pool, FlowsTasks.nothing(0)).failure()).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("not a stream");
            Taken<Integer> notClosed = all(pool, FlowsTasks.failToClose(3));
            assertThat(notClosed.elements()).isEqualTo(range(0, 3));
            assertThat(notClosed.failure()).hasMessage("cannot be closed");
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("B11 An element that cannot be written or read fails its own call, with its index, after those before it")
    void elementsThatCannotTravel() {
        try (WorkerPool pool = Pools.of(1)) {
            Taken<Flows.Shy> shy = all(pool, FlowsTasks.shy(10));
            assertThat(shy.elements()).extracting(one -> one.number).containsExactly(0, 1, 2);
            assertThat(shy.failure()).isInstanceOf(TaskEncodingException.class).hasMessageContaining("Element 3 of ")
                    .hasMessageContaining("shy");

            Taken<Flows.Picky> picky = all(pool, FlowsTasks.picky(10));
            assertThat(picky.elements()).hasSize(5);
            assertThat(picky.failure()).isInstanceOf(TaskEncodingException.class).hasMessageContaining("Element 5 of ")
                    .hasMessageContaining("picky");

            Taken<String> withNull = all(pool, FlowsTasks.nullAfter(4));
            assertThat(withNull.elements()).containsExactly("0", "1", "2", "3");
            assertThat(withNull.failure()).hasMessageContaining("Element 4 of ").hasMessageContaining("null");

            assertThat(all(pool, FlowsTasks.upTo(5)).elements()).hasSize(5);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("B14 An element over the limit fails the stream, and the next call on the same worker works")
    void anElementThatIsTooLarge() {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(1_000))) {
            Taken<byte[]> taken = all(pool, FlowsTasks.arrays(0, 900, 996, 997, 5));
            assertThat(taken.elements()).extracting(bytes -> bytes.length).containsExactly(0, 900, 996);
            assertThat(taken.failure()).isInstanceOf(PayloadTooLargeException.class).hasMessageContaining("Element 3 of ");
            assertThat(all(pool, FlowsTasks.arrays(990)).elements()).hasSize(1);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    @Test
    void aStreamIsRepeatedOnlyBeforeItsFirstElement() throws IOException {
        Path early = directory.resolve("early");
        Path late = directory.resolve("late");
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(all(pool, FlowsTasks.dieOnceAt(0, early))).isEqualTo(new Taken<>(range(0, 10), null));
            assertThat(Files.readAllLines(early)).hasSize(2);

            Taken<Integer> taken = all(pool, FlowsTasks.dieOnceAt(5, late));
            assertThat(taken.elements()).isEqualTo(range(0, 5));
            assertThat(taken.failure()).isInstanceOf(WorkerExitedException.class);
            assertThat(Files.readAllLines(late)).hasSize(1);
        }
    }

    @Test
    void theTimeoutIsForEachElement() {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofSeconds(1)))) {
            Taken<Integer> taken = all(pool, FlowsTasks.slow(8, 300, directory.resolve("gate")));
            assertThat(taken.elements()).isEqualTo(range(0, 8));
            assertThat(taken.failure()).isInstanceOf(TaskTimeoutException.class);
        }
    }

    @Test
    void theTimeThatAWorkerWaitsForItsConsumerDoesNotCount() throws Exception {
        Path made = directory.resolve("made");
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofMillis(700))
                .progressTimeout(Duration.ofMillis(700)));
                ResultStream<Integer> stream = pool.stream(FlowsTasks.endless(made, directory.resolve("closed")))) {
            assertThat(stream.next()).isEqualTo(1);
            await().atMost(Pools.PATIENCE).during(Duration.ofMillis(1_500))
                    .until(() -> pool.stats().running() == 1);
            for (int i = 2; i < 1_000; i++) {
                assertThat(stream.next()).isEqualTo(i);
            }
        }
    }

    @Test
    void nothingWaitsBehindAStreamThatCouldRunElsewhere() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(2)) {
            for (int i = 0; i < 2_000; i++) {
                pool.apply(MisbehaveTasks.square(i));
            }
            try (ResultStream<Long> first = pool.stream(FlowsTasks.pidsThenWait(1, gate))) {
                assertThat(first.next()).isPositive();
                for (int i = 0; i < 200; i++) {
                    assertThat(pool.submit(MisbehaveTasks.square(i)).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
                }
                try (ResultStream<Long> second = pool.stream(FlowsTasks.pidsThenWait(1, gate));
                        ResultStream<Integer> third = pool.stream(FlowsTasks.upTo(3))) {
                    assertThat(second.next()).isPositive();
                    CompletableFuture<Integer> waits = pool.submit(MisbehaveTasks.square(9));
                    assertThat(pool.stats().queueLength()).isEqualTo(2);
                    Files.createFile(gate);
                    assertThat(third.next()).isZero();
                    assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(81);
                }
            }
        }
    }

    @Test
    void aStreamThatWaitsForAWorkerCanBeClosed() throws Exception {
        Path gate = directory.resolve("gate");
        Path closed = directory.resolve("closed");
        try (WorkerPool pool = Pools.of(1);
                ResultStream<Long> first = pool.stream(FlowsTasks.pidsThenWait(1, gate))) {
            assertThat(first.next()).isPositive();
            pool.stream(FlowsTasks.failAt(3, closed)).close();
            Files.createFile(gate);
            assertThat(first.next()).isPositive();
            assertThat(first.next()).isNull();
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThat(closed).doesNotExist();
        }
    }

    @Test
    void aPoolThatIsClosedFinishesItsStreams() throws Exception {
        WorkerPool pool = Pools.of(1);
        try (ResultStream<Integer> stream = pool.stream(FlowsTasks.upTo(10_000))) {
            pool.close();
            for (int i = 0; i < 10_000; i++) {
                assertThat(stream.next()).isEqualTo(i);
            }
            assertThat(stream.next()).isNull();
        }
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        assertThatThrownBy(() -> pool.stream(FlowsTasks.upTo(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPoolThatIsTerminatedEndsItsStreams() throws Exception {
        WorkerPool pool = Pools.of(1);
        try (ResultStream<Long> stream = pool.stream(FlowsTasks.pidsThenWait(1, directory.resolve("gate")))) {
            assertThat(stream.next()).isPositive();
            pool.terminate();
            assertThatThrownBy(stream::next).isInstanceOf(CancellationException.class);
        }
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @Test
    void aFullQueueRefusesAStream() {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1, builder -> builder.queueSize(1));
                ResultStream<Long> running = pool.stream(FlowsTasks.pidsThenWait(1, gate))) {
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().running() == 1);
            try (ResultStream<Integer> waiting = pool.stream(FlowsTasks.upTo(1))) {
                assertThatThrownBy(() -> pool.stream(FlowsTasks.upTo(1))).isInstanceOf(TaskRejectedException.class);
            }
        }
    }

    @Test
    void aMethodCanAskAndSpeak() {
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(all(pool, FlowsTasks.asks(500)).elements()).hasSize(500).containsOnly(false);
        }
    }

    @Test
    void aPublisherGivesWhatIsAskedFor() throws Exception {
        Path made = directory.resolve("made");
        Path closed = directory.resolve("closed");
        try (WorkerPool pool = Pools.of(2)) {
            Multi<Integer> multi = Multi.createFrom().publisher(pool.publisher(FlowsTasks.endless(made, closed)));
            assertThat(pool.stats().workersStarted()).isZero();
            AssertSubscriber<Integer> subscriber = multi.subscribe().withSubscriber(AssertSubscriber.create(5));
            subscriber.awaitItems(5, Pools.PATIENCE).assertItems(1, 2, 3, 4, 5);
            assertThatItStops(pool, made, 5);
            subscriber.assertItems(1, 2, 3, 4, 5).cancel();
            assertThat(Pools.lines(closed, 1)).containsExactly("closed");
            assertThat(made(made)).isLessThanOrEqualTo(5 + Credit.FIRST_ITEMS);

            Multi<Integer> finite = Multi.createFrom().publisher(pool.publisher(FlowsTasks.upTo(300)));
            for (int i = 0; i < 2; i++) {
                AssertSubscriber<Integer> each = finite.subscribe().withSubscriber(AssertSubscriber.create(300));
                each.awaitCompletion(Pools.PATIENCE);
                assertThat(each.getItems()).isEqualTo(range(0, 300));
            }
            Multi.createFrom().publisher(pool.publisher(FlowsTasks.failAt(2, closed))).subscribe()
                    .withSubscriber(AssertSubscriber.create(2)).awaitFailure(Pools.PATIENCE).assertItems(0, 1)
                    .assertFailedWith(UnsupportedOperationException.class, "at 2");
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    @Test
    void moreThanAWorkerCanHoldGoesThroughIt() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("64m"));
                ResultStream<byte[]> stream = pool.stream(FlowsTasks.manyArrays(2_048, 1 << 20))) {
            for (int i = 0; i < 2_048; i++) {
                byte[] bytes = stream.next();
                assertThat(bytes).hasSize(1 << 20);
                assertThat(bytes[0]).isEqualTo((byte) i);
                assertThat(bytes[bytes.length - 1]).isEqualTo((byte) (i >> 8));
            }
            assertThat(stream.next()).isNull();
        }
    }
}
