package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ProcessPoolException;
import io.quarkiverse.processpool.wire.Allocation;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameStreams;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Mutations;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.Scripted;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.ThrownForm;

/**
 * Half a million frames of a worker that was taken over: each of its tasks is answered once, with a result or a
 * named failure, and the memory of the parent stays in proportion to the bytes that came. {@code -Dfuzz.seed=…}
 * repeats a run.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(300)
class HostileWorkerTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20240229);
    private static final int FRAMES = 500_000;
    /** By then every class is loaded that an outcome takes. */
    private static final int WARM = 10_000;
    private static final int TASKS = 12;
    private static final int LIMIT = 1 << 20;
    private static final long HEAP_OF_READER = (1 << 20) + (1 << 18);
    private static final long HEAP_PER_BYTE = 64;

    @TempDir
    Path folder;
    private final Mutations mutations = new Mutations(SEED);
    private final FrameStreams streams = new FrameStreams(mutations);
    /** No other worker can be started: what a worker claims to have skipped fails for that. */
    private final PoolSettings settings = WorkerPool.builder("misbehave").workers(1).classPath(List.of())
            .java(Path.of("no", "java")).settings();
    private final PoolThreads threads = new PoolThreads(settings.name());
    private Dispatcher dispatcher = new Dispatcher(settings, threads);
    private final Map<String, Integer> ends = new TreeMap<>();
    private SharedPage page;
    private SocketChannel toWorker;
    private SocketChannel ofWorker;

    /** Counts what each task of one worker is told. */
    private static final class Answers extends Receiver {
        final AtomicIntegerArray counts = new AtomicIntegerArray(TASKS);
        final AtomicReferenceArray<Object> told = new AtomicReferenceArray<>(TASKS);

        @Override
        void result(int index, Object value) {
            told.set(index, value);
            counts.incrementAndGet(index);
        }

        @Override
        void failure(int index, Throwable failure) {
            result(index, failure);
        }

        boolean areComplete() {
            return IntStream.range(0, TASKS).allMatch(i -> counts.get(i) > 0);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        page = SharedPage.map(Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]));
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            ofWorker = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            toWorker = server.accept();
        }
        ofWorker.configureBlocking(false);
    }

    @AfterEach
    void end() throws Exception {
        dispatcher.ending().terminate(new Verdict.PoolTerminated());
        toWorker.close();
        ofWorker.close();
    }

    /** What a good worker answers to the tasks: in several frames, with each kind of outcome. */
    private static List<byte[]> good() {
        Encoder out = new Encoder();
        for (int first = 0; first < TASKS; first += 2) {
            int at = FrameHeader.begin(FrameType.RESULTS, out);
            out.writeLong(first + 1);
            out.writeInt(2);
            out.writeLong(1000);
            outcome(first, out);
            outcome(first + 1, out);
            FrameHeader.end(at, out);
        }
        return FrameStreams.frames(out);
    }

    private static void outcome(int task, Encoder out) {
        byte kind = (byte) (task % 5);
        out.writeByte(kind);
        int length = out.size();
        out.writeInt(0);
        switch (kind) {
            case Outcome.RESULT -> out.writeInt(task * task);
            case Outcome.THROWN -> ThrownForm.write(thrown(), out);
            case Outcome.TOO_LARGE -> out.writeLong(1 << 30);
            default -> out.writeString("why");
        }
        out.patchInt(length, out.size() - length - Integer.BYTES);
    }

    private static Throwable thrown() {
        Throwable thrown = new IllegalStateException("of the worker", new IOException("the cause"));
        thrown.setStackTrace(new StackTraceElement[] { new StackTraceElement("A", "b", "A.java", 1) });
        thrown.getCause().setStackTrace(thrown.getStackTrace());
        return thrown;
    }

    @Test
    void aWorkerThatWasTakenOverCostsItsOwnTasksOnly() throws Exception {
        List<byte[]> good = good();
        while (streams.frames() < FRAMES) {
            converse(streams.of(good));
        }
        assertThat(ends).as("streams by what became of the worker").containsKeys("null", "ProtocolBroken");
        assertThat(ends.values()).as("%s", ends).allMatch(count -> count > 1000);
    }

    private void converse(byte[] stream) throws IOException {
        WorkerHandle worker = newWorker();
        WorkerReader reader = reader(worker, stream);
        worker.connected(toWorker, threads, page, new LaneToWorker(folder.resolve("lane"), page), reader(worker, new byte[0])); // not this one, or a slow machine has it relieved
        Answers answers = new Answers();
        dispatcher.submit(ticket(answers), false);
        dispatcher.lifecycle().ready(worker);
        page.start(TASKS); // it has begun all of them, so that none runs elsewhere
        drain();
        long taken = Allocation.of(() -> assertThat(reader.run()).as("it read to the end").isTrue());
        String verdict = worker.verdict() == null ? "null" : worker.verdict().getClass().getSimpleName();
        ends.merge(verdict, 1, Integer::sum);
        worker.condemn(new Verdict.ChannelLost());
        dispatcher.lifecycle().died(worker, new Death(worker.name, 1, 0, 0, worker.verdict(), List.of(), "",
                new WorkerCommand(settings, worker.mainClass, new ClassArchive(settings)), true));
        if (streams.frames() > WARM && taken > HEAP_OF_READER + HEAP_PER_BYTE * stream.length) {
            fail("%s bytes were taken to read %s", taken, HexFormat.of().formatHex(stream));
        }
        if (!answers.areComplete()) {
            await("answers after " + HexFormat.of().formatHex(stream)).atMost(Pools.PATIENCE).until(answers::areComplete);
            dispatcher.ending().terminate(new Verdict.PoolTerminated());
            dispatcher = new Dispatcher(settings, threads);
        }
        for (int i = 0; i < TASKS; i++) {
            if (answers.counts.get(i) != 1 || !isNamed(answers.told.get(i))) {
                fail("task %s was told %s times, %s, after %s", i, answers.counts.get(i), answers.told.get(i),
                        HexFormat.of().formatHex(stream));
            }
        }
    }

    private WorkerHandle newWorker() {
        dispatcher.state.lock.lock();
        try {
            return dispatcher.state.roster.newWorker("of a test");
        } finally {
            dispatcher.state.lock.unlock();
        }
    }

    private WorkerReader reader(WorkerHandle worker, byte[] stream) {
        return new WorkerReader(worker, dispatcher, new FrameReader(new Scripted(stream), LIMIT), null);
    }

    private static boolean isNamed(Object told) {
        // What a stranger's stream says of an exception may be any exception, but none that it has no right to make.
        return told instanceof Integer || told instanceof ProcessPoolException || told instanceof IllegalStateException;
    }

    private Ticket ticket(Receiver receiver) {
        Ticketing ticketing = new Ticketing(settings);
        Encoder out = new Encoder();
        for (int i = 0; i < TASKS; i++) {
            ticketing.append(MisbehaveTasks.square(i), out);
        }
        Pace pace = dispatcher.pace(MisbehaveTasks.square(0).entryPoint());
        return ticketing.ticket(MisbehaveTasks.square(0).entryPoint(), pace, receiver, 1, 0, TASKS, out);
    }

    private void drain() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
        while (ofWorker.read(bytes) > 0) {
            bytes.clear();
        }
    }
}
