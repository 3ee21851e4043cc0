package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.ProcessPoolException;
import io.quarkiverse.processpool.wire.Allocation;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameStreams;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Mutations;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ThrownForm;
import io.quarkiverse.processpool.wire.WorkerSettings;

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
    private final Map<String, Integer> ends = new TreeMap<>();
    private FakeWorker worker;

    private static final byte[] KINDS = { Outcome.RESULT, Outcome.THROWN, Outcome.BAD_ARGUMENTS,
            Outcome.RESULT_IN_PIECES, Outcome.BAD_RESULT, Outcome.TOO_LARGE, Outcome.RESULT_IN_LANE };

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

        @Override
        boolean isTold() {
            return areComplete();
        }

        boolean areComplete() {
            return IntStream.range(0, TASKS).allMatch(i -> counts.get(i) > 0);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        worker = new FakeWorker(folder, LIMIT);
    }

    @AfterEach
    void end() throws Exception {
        worker.close();
    }

    /** What a good worker answers to the tasks: in several frames, with each kind of outcome. */
    private List<byte[]> good() {
        Encoder out = new Encoder();
        for (int first = 0; first < TASKS; first += 2) {
            if (KINDS[(first + 1) % KINDS.length] == Outcome.RESULT_IN_PIECES) {
                piece(first + 2, new byte[] { 0, 0 }, out);
                piece(first + 2, new byte[] { 0 }, out);
                pieceInLane(first + 2, new byte[] { 9 }, out);
            }
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

    /** Frames that are not answers, each of which a worker may send at some other time, or in some other case. */
    private static List<byte[]> others() {
        Encoder out = new Encoder();
        int hello = FrameHeader.begin(FrameType.HELLO, out);
        out.writeBytes(new byte[WorkerSettings.TOKEN_BYTES]);
        FrameHeader.end(hello, out);
        FrameHeader.end(FrameHeader.begin(FrameType.READY, out), out);
        int failed = FrameHeader.begin(FrameType.INIT_FAILED, out);
        ThrownForm.write(thrown(), out);
        FrameHeader.end(failed, out);
        int input = FrameHeader.begin(FrameType.INPUT, out);
        out.writeLong(1);
        out.writeLong(1);
        out.writeInt(1);
        FrameHeader.end(input, out);
        int skipped = FrameHeader.begin(FrameType.SKIPPED, out);
        out.writeLong(1);
        out.writeInt(2);
        FrameHeader.end(skipped, out);
        HostileStreamTest.items(out, 1, 0, 1, Integer.BYTES);
        return FrameStreams.frames(out);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 777_777 })
    void aPieceOfAResultThatNobodyHasAskedFor(long sequence) throws Exception {
        Encoder out = new Encoder();
        piece(sequence, new byte[] { 1 }, out);
        assertThat(verdictOn(out)).isEqualTo("ProtocolBroken");
    }

    @Test
    void aPieceWithoutAByte() throws Exception {
        Encoder out = new Encoder();
        piece(1, new byte[0], out);
        assertThat(verdictOn(out)).isEqualTo("ProtocolBroken");
    }

    private String verdictOn(Encoder said) throws IOException {
        worker.launch(ticket(new Answers()));
        WorkerReader reader = worker.reader(said.toByteArray());
        worker.begin(1);
        reader.run();
        return worker.die();
    }

    private static void piece(long sequence, byte[] bytes, Encoder out) {
        int at = FrameHeader.begin(FrameType.RESULT_PIECE, out);
        out.writeLong(sequence);
        out.writeRaw(bytes, 0, bytes.length);
        FrameHeader.end(at, out);
    }

    private void pieceInLane(long sequence, byte[] bytes, Encoder out) {
        int at = FrameHeader.begin(FrameType.LANE_PIECE, out);
        out.writeLong(sequence);
        out.writeLong(worker.results.put(bytes, 0, bytes.length));
        out.writeInt(bytes.length);
        FrameHeader.end(at, out);
    }

    private void outcome(int task, Encoder out) {
        byte kind = KINDS[task % KINDS.length];
        out.writeByte(kind);
        int length = out.size();
        out.writeInt(0);
        switch (kind) {
            case Outcome.RESULT -> out.writeInt(task * task);
            case Outcome.RESULT_IN_LANE -> {
                out.writeLong(worker.results.put(new byte[] { 0, 0, 0, 9 }, 0, 4));
                out.writeInt(4);
            }
            case Outcome.RESULT_IN_PIECES -> out.writeLong(4);
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
        List<byte[]> others = others();
        while (streams.frames() < FRAMES) {
            byte[] another = others.get(mutations.below(others.size()));
            converse(mutations.below(4) == 0 ? streams.of(good, another) : streams.of(good));
        }
        assertThat(ends).as("streams by what became of the worker").containsKeys("null", "ProtocolBroken");
        assertThat(ends.values()).as("%s", ends).allMatch(count -> count > 1000);
    }

    private void converse(byte[] stream) throws IOException {
        Answers answers = new Answers();
        worker.launch(ticket(answers));
        WorkerReader reader = worker.reader(stream);
        worker.begin(TASKS); // all of them, so that none runs elsewhere
        long taken = Allocation.of(() -> assertThat(reader.run()).as("it read to the end").isTrue());
        ends.merge(worker.die(), 1, Integer::sum);
        if (streams.frames() > WARM && taken > HEAP_OF_READER + HEAP_PER_BYTE * stream.length) {
            fail("%s bytes were taken to read %s", taken, HexFormat.of().formatHex(stream));
        }
        if (!answers.areComplete()) {
            await("answers after " + HexFormat.of().formatHex(stream)).atMost(Pools.PATIENCE).until(answers::areComplete);
            worker.renewPool();
        }
        for (int i = 0; i < TASKS; i++) {
            if (answers.counts.get(i) != 1 || !isNamed(answers.told.get(i))) {
                fail("task %s was told %s times, %s, after %s", i, answers.counts.get(i), answers.told.get(i),
                        HexFormat.of().formatHex(stream));
            }
        }
    }

    private static boolean isNamed(Object told) {
        // What a stranger's stream says of an exception may be any exception, but none that it has no right to make.
        return told instanceof Integer || told instanceof ProcessPoolException || told instanceof IllegalStateException;
    }

    private Ticket ticket(Receiver receiver) {
        Ticketing ticketing = new Ticketing(worker.settings, worker.dispatcher().inputs());
        Encoder out = ticketing.newEncoder();
        for (int i = 0; i < TASKS; i++) {
            ticketing.append(MisbehaveTasks.square(i), out);
        }
        Pace pace = worker.dispatcher().paces().of(MisbehaveTasks.square(0).entryPoint());
        return ticketing.ticket(MisbehaveTasks.square(0).entryPoint(), pace, receiver, 1, 0, TASKS, out);
    }
}
