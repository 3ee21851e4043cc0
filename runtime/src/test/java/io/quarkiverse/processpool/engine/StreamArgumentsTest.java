package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.wire.ProtocolException;

/** A parameter can be an {@link InputStream}: it is read here while the task runs, and closed whatever becomes of the task. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StreamArgumentsTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    /** Says what is done with it. */
    static class Watched extends InputStream {

        final AtomicBoolean isClosed = new AtomicBoolean();
        final AtomicLong given = new AtomicLong();
        private final long length;

        Watched(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] to, int offset, int most) throws IOException {
            int count = (int) Math.min(most, length - given.get());
            given.addAndGet(count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            isClosed.set(true);
        }

        void awaitClosed() {
            await().atMost(Pools.PATIENCE).untilTrue(isClosed);
        }
    }

    /** Gives nothing until it is closed. */
    private static final class Silent extends Watched {

        final CountDownLatch closed = new CountDownLatch(1);
        final CountDownLatch isRead = new CountDownLatch(1);

        Silent() {
            super(Long.MAX_VALUE);
        }

        @Override
        public int read(byte[] to, int offset, int most) throws IOException {
            isRead.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            super.close();
            closed.countDown();
        }
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void allOfItArrivesWhateverItsLength() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int length : new int[] { 0, 1, 65_535, 65_536, 65_537, 3 * MIB + 7 }) {
                assertThat(pool.apply(ReadingsTasks.checksum(in(bytes(length, length)))))
                        .isEqualTo(Readings.checksum(in(bytes(length, length))));
            }
            assertThat(pool.apply(ReadingsTasks.isNull(null))).isTrue();
            assertThat(pool.apply(ReadingsTasks.isNull(in(new byte[1])))).isFalse();
        }
    }

    @Test
    void severalOfOneTaskAreReadInAnyOrder() throws Exception {
        byte[] first = bytes(1, 1000);
        byte[] second = bytes(2, 1000);
        try (WorkerPool pool = Pools.of(1)) {
            byte[] read = pool.apply(ReadingsTasks.inTurn(in(first), 1000, in(second)));
            assertThat(read).isEqualTo(Readings.inTurn(in(first), 1000, in(second)));
        }
    }

    @Test
    void itCanBeLargerThanEitherHeapAndThanAnyPayload() throws Exception {
        Watched source = new Watched(3L << 30);
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("32m").maxPayload(MIB))) {
            assertThat(pool.apply(ReadingsTasks.checksum(source)) >>> 32).isEqualTo(3L << 30 & 0xFFFF_FFFFL);
            source.awaitClosed();
        }
    }

    @Test
    void itIsReadNoFurtherAheadThanAFewBuffers() throws Exception {
        Watched source = new Watched(1L << 30);
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(ReadingsTasks.some(source, 10))).isEqualTo(10);
            source.awaitClosed();
            assertThat(source.given.get()).isLessThan(4L * MIB);
        }
    }

    @Test
    void aMapHasOneForEachTask() throws Exception {
        List<byte[]> all = IntStream.range(0, 200).mapToObj(i -> bytes(i, i * 1000)).toList();
        List<Long> expected = new ArrayList<>();
        for (byte[] each : all) {
            expected.add(Readings.checksum(in(each)));
        }
        try (WorkerPool pool = Pools.of(2)) {
            for (int chunk : new int[] { 1, 7 }) {
                assertThat(pool.map(each -> ReadingsTasks.checksum(in(each)), all, chunk).get(60, TimeUnit.SECONDS))
                        .isEqualTo(expected);
            }
            assertThat(pool.map(each -> ReadingsTasks.checksum(in(each)), all).get(60, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    @Test
    void aStreamOfResultsCanBeMadeOfIt() throws Exception {
        byte[] source = bytes(3, 5 * MIB);
        try (WorkerPool pool = Pools.of(1);
                ResultStream<byte[]> pieces = pool.stream(ReadingsTasks.pieces(in(source), 50_000))) {
            int at = 0;
            byte[] piece;
            while ((piece = pieces.next()) != null) {
                assertThat(piece).isEqualTo(Arrays.copyOfRange(source, at, at + piece.length));
                at += piece.length;
            }
            assertThat(at).isEqualTo(source.length);
        }
    }

    @Test
    void itIsNotReadTwice() throws Exception {
        InputStream source = in(bytes(1, 10));
        try (WorkerPool pool = Pools.of(1)) {
            pool.apply(ReadingsTasks.checksum(source));
            assertThatThrownBy(() -> pool.apply(ReadingsTasks.checksum(source))).isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("ByteArrayInputStream was given to a task before");
            InputStream both = in(bytes(1, 10));
            assertThatThrownBy(() -> pool.apply(ReadingsTasks.inTurn(both, 2, both))).isInstanceOf(TaskEncodingException.class);
        }
    }

    @Test
    void whatItThrowsTheTaskSees() throws Exception {
        InputStream broken = new Watched(100_000) {
            @Override
            public int read(byte[] to, int offset, int most) throws IOException {
                if (given.get() > 0) {
                    throw new IOException("the disk is on fire");
                }
                return super.read(to, offset, most);
            }
        };
        try (WorkerPool pool = Pools.of(1)) {
            assertThatThrownBy(() -> pool.apply(ReadingsTasks.checksum(broken))).isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk is on fire");
            ((Watched) broken).awaitClosed();
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    void afterItsTaskItIsClosedOnBothSides() throws Exception {
        Watched source = new Watched(1L << 40);
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(ReadingsTasks.keep(source))).isEqualTo(1);
            source.awaitClosed();
            assertThatThrownBy(() -> pool.apply(ReadingsTasks.readWhatWasKept(0))).isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void aCancelledTaskClosesItEvenIfItGivesNothing() throws Exception {
        Silent source = new Silent();
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> call = pool.submit(ReadingsTasks.checksum(source));
            assertThat(source.isRead.await(30, TimeUnit.SECONDS)).isTrue();
            call.cancel(true);
            source.awaitClosed();
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    void aTaskThatWaitsForItCanTimeOut() throws Exception {
        Silent source = new Silent();
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofMillis(300)))) {
            assertThat(catchThrowable(() -> pool.apply(ReadingsTasks.checksum(source))))
                    .isInstanceOf(TaskTimeoutException.class);
            source.awaitClosed();
        }
    }

    @Test
    void aWorkerThatIsKilledClosesIt() throws Exception {
        Watched source = new Watched(1L << 50);
        Path reads = folder.resolve("reads");
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            CompletableFuture<Long> call = pool.submit(ReadingsTasks.all(source, reads));
            await().atMost(Pools.PATIENCE).until(() -> source.given.get() > MIB);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            assertThat(catchThrowable(() -> call.get(30, TimeUnit.SECONDS))).hasCauseInstanceOf(WorkerDiedException.class);
            source.awaitClosed();
        }
    }

    @Test
    void aRejectedTaskWithManyResultsClosesItToo() throws Exception {
        Watched rejected = new Watched(1);
        Watched late = new Watched(1);
        WorkerPool pool = Pools.of(1, builder -> builder.queueSize(1));
        try (pool) {
            pool.submit(MisbehaveTasks.announceAndWait(folder.resolve("runs"), folder.resolve("gate")));
            Pools.lines(folder.resolve("runs"), 1);
            pool.submit(MisbehaveTasks.square(1));
            assertThatThrownBy(() -> pool.stream(ReadingsTasks.pieces(rejected, 1)).next())
                    .isInstanceOf(TaskRejectedException.class);
            rejected.awaitClosed();
            pool.terminate();
        }
        assertThatThrownBy(() -> pool.stream(ReadingsTasks.pieces(late, 1)).next()).isInstanceOf(IllegalStateException.class);
        late.awaitClosed();
    }

    @Test
    void aMapThatIsCancelledWhileItIsFedClosesAllOfThem() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            for (int round = 0; round < 60; round++) {
                List<Watched> given = Collections.synchronizedList(new ArrayList<>());
                CompletableFuture<List<Long>> map = pool.map(i -> {
                    Watched each = new Watched(100_000);
                    given.add(each);
                    return ReadingsTasks.checksum(each);
                }, IntStream.range(0, 400).boxed().toList(), 1 + round % 3);
                int some = 1 + round;
                while (given.size() < some) {
                    Thread.onSpinWait();
                }
                map.cancel(true);
                await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(Pools.PATIENCE)
                        .until(() -> List.copyOf(given).stream().allMatch(each -> each.isClosed.get()));
            }
        }
    }

    @Test
    void aMapThatIsCancelledBeforeAnotherMethodsTurnClosesWhatThatWasGiven() throws Exception {
        Watched source = new Watched(1000);
        CompletableFuture<CompletableFuture<List<Long>>> map = new CompletableFuture<>();
        int last = 2001; // far enough that the call is there by then, and the second of a chunk
        try (WorkerPool pool = Pools.of(1)) {
            map.complete(pool.map(i -> {
                if (i < last) {
                    return MisbehaveTasks.pid(i);
                }
                map.join().cancel(true);
                return ReadingsTasks.checksum(source);
            }, IntStream.rangeClosed(0, last).boxed().toList(), 2));
            await().atMost(Pools.PATIENCE).until(source.isClosed::get);
            assertThat(map.join()).isCancelled();
        }
    }

    /** The worker asks for it before it answers, and somebody can have taken the answer before anybody reads that. */
    @Test
    void oneThatIsAskedForByATaskThatIsOverIsNotSent() throws Exception {
        List<Object> told = new ArrayList<>();
        Task<Boolean> task = ReadingsTasks.isNull(new Watched(1));
        try (FakeWorker worker = new FakeWorker(folder, 1 << 12)) {
            Ticket ticket = new Ticketing(worker.settings, worker.dispatcher().inputs()).ticket(task.entryPoint(), task,
                    new Pace(),
                    new Told(told), 1);
            long number = ticket.inputs.get(0).number;
            worker.launch(ticket);
            worker.begin(1);
            Answers answers = worker.dispatcher().answers();
            assertThat(answers.input(worker.handle(), 1, number)).isSameAs(ticket.inputs.get(0));

            assertThat(answers.salvaged(worker.handle(), 1).ticket).isSameAs(ticket);

            assertThat(answers.input(worker.handle(), 1, number)).isNull();
            assertThatThrownBy(() -> answers.input(worker.handle(), 2, number)).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> answers.input(worker.handle(), 0, number)).isInstanceOf(ProtocolException.class);
            worker.die();
        }
    }

    @Test
    void oneThatGivesNothingAtAllEndsWithItsTask() throws Exception {
        AtomicLong reads = new AtomicLong();
        Watched empty = new Watched(1) {
            @Override
            public int read(byte[] to, int offset, int most) {
                reads.incrementAndGet();
                return 0;
            }
        };
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> call = pool.submit(ReadingsTasks.checksum(empty));
            await().atMost(Pools.PATIENCE).until(() -> reads.get() > 0);
            call.cancel(true);
            empty.awaitClosed();
            AtomicLong before = new AtomicLong();
            await().pollInterval(Duration.ofMillis(50)).atMost(Pools.PATIENCE)
                    .until(() -> before.getAndSet(reads.get()) == reads.get());
        }
    }

    @Test
    void anErrorWhileArgumentsAreWrittenLeavesNoneToTheNextTask() throws Exception {
        Watched lost = new Watched(1);
        Watched next = new Watched(1);
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(catchThrowable(() -> pool.submit(ChoresTasks.readBesideAny(lost, new Chores.FailsToBeWritten())).join()))
                    .isNotNull();
            lost.awaitClosed();
            assertThat(pool.apply(ReadingsTasks.isNull(next))).isFalse();
            next.awaitClosed();
        }
    }

    @Test
    void thousandsThatNeverRanAreClosedByAFewThreads() throws Exception {
        List<Watched> all = IntStream.range(0, 5_000).mapToObj(i -> new Watched(1)).toList();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (WorkerPool pool = Pools.of(1, builder -> builder.queueSize(10_000))) {
            pool.submit(MisbehaveTasks.announceAndWait(folder.resolve("runs"), folder.resolve("gate")));
            Pools.lines(folder.resolve("runs"), 1);
            all.forEach(each -> pool.submit(ReadingsTasks.checksum(each)));
            threads.resetPeakThreadCount();
            int before = threads.getPeakThreadCount();
            pool.terminate();
            await().atMost(Pools.PATIENCE).until(() -> all.stream().allMatch(each -> each.isClosed.get()));
            assertThat(threads.getPeakThreadCount() - before).isLessThan(60);
        }
    }

    @Test
    void oneThatDoesNotCloseHoldsUpNoOther() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        Watched stuck = new Watched(1) {
            @Override
            public void close() {
                try {
                    late.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.close();
            }
        };
        Watched next = new Watched(1);
        try (WorkerPool pool = Pools.of(1)) {
            assertThat(pool.apply(ReadingsTasks.isNull(stuck))).isFalse();
            assertThat(pool.apply(ReadingsTasks.isNull(next))).isFalse();
            next.awaitClosed();
            assertThat(stuck.isClosed).isFalse();
            late.countDown();
            stuck.awaitClosed();
        }
    }

    @Test
    void aTaskThatNeverRunsClosesItUnread() throws Exception {
        Path gate = folder.resolve("gate");
        Watched cancelled = new Watched(1);
        Watched rejected = new Watched(1);
        Watched tooLarge = new Watched(1);
        Watched terminated = new Watched(1);
        WorkerPool pool = Pools.of(1, builder -> builder.queueSize(2).maxPayload(MIB));
        try (pool) {
            pool.submit(MisbehaveTasks.announceAndWait(folder.resolve("runs"), gate));
            Pools.lines(folder.resolve("runs"), 1);
            CompletableFuture<Long> waits = pool.submit(ReadingsTasks.checksum(cancelled));
            pool.submit(ReadingsTasks.checksum(terminated));
            assertThatThrownBy(() -> pool.submit(ReadingsTasks.checksum(rejected)).join())
                    .satisfiesAnyOf(e -> assertThat(e).isInstanceOf(TaskRejectedException.class),
                            e -> assertThat(e).hasCauseInstanceOf(TaskRejectedException.class));
            rejected.awaitClosed();
            waits.cancel(true);
            cancelled.awaitClosed();
            assertThatThrownBy(() -> pool.submit(ChoresTasks.readBeside(tooLarge, new byte[2 * MIB])).join())
                    .satisfiesAnyOf(e -> assertThat(e).isInstanceOf(PayloadTooLargeException.class),
                            e -> assertThat(e).hasCauseInstanceOf(PayloadTooLargeException.class));
            tooLarge.awaitClosed();
            pool.terminate();
            terminated.awaitClosed();
        }
        Watched late = new Watched(1);
        assertThatThrownBy(() -> pool.submit(ReadingsTasks.checksum(late))).isInstanceOf(IllegalStateException.class);
        late.awaitClosed();
        assertThat(List.of(cancelled, rejected, tooLarge, terminated, late)).allMatch(each -> each.given.get() == 0);
    }
}
