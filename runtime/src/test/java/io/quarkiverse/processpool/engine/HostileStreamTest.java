package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ProcessPoolException;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.wire.Credit;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameStreams;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Mutations;
import io.quarkiverse.processpool.wire.Outcome;

/**
 * A worker that was taken over can end its own stream and nothing else, and cannot make the parent hold more than it asked for.
 * {@code -Dfuzz.seed=…} repeats a run.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class HostileStreamTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20240229);
    private static final int FRAMES = 50_000;
    private static final int LIMIT = 1 << 21;
    private static final String BROKEN = "ProtocolBroken";

    @TempDir
    Path folder;
    private FakeWorker worker;
    private List<Integer> elements;
    private Throwable failure;

    @BeforeEach
    void connect() throws IOException {
        worker = new FakeWorker(folder, LIMIT);
    }

    @AfterEach
    void end() throws Exception {
        worker.close();
    }

    static void items(Encoder out, long sequence, long first, int count, int bytes) {
        int at = FrameHeader.begin(FrameType.ITEMS, out);
        out.writeLong(sequence);
        out.writeLong(first);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(bytes);
            out.writeRaw(new byte[bytes], 0, bytes);
        }
        FrameHeader.end(at, out);
    }

    /** As an {@code Integer} result of a generated entry point is written. */
    private static void numbers(Encoder out, long first, int count) {
        int at = FrameHeader.begin(FrameType.ITEMS, out);
        out.writeLong(1);
        out.writeLong(first);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(5);
            out.writePresence(out);
            out.writeInt((int) first + i);
        }
        FrameHeader.end(at, out);
    }

    private static void result(Encoder out, long count) {
        int at = FrameHeader.begin(FrameType.RESULTS, out);
        out.writeLong(1);
        out.writeInt(1);
        out.writeLong(1000);
        out.writeByte(Outcome.RESULT);
        out.writeInt(Long.BYTES);
        out.writeLong(count);
        FrameHeader.end(at, out);
    }

    @Test
    void whatAGoodWorkerSays() throws Exception {
        assertThat(after(out -> {
            numbers(out, 0, 3);
            numbers(out, 3, 2);
            result(out, 5);
        })).isEqualTo("null");
        assertThat(elements).containsExactly(0, 1, 2, 3, 4);
        assertThat(failure).isNull();
    }

    @Test
    void whatAWorkerMayNotSay() throws Exception {
        List<Consumer<Encoder>> bad = List.of(
                out -> numbers(out, 1, 1),
                out -> numbers(out, -1, 1),
                out -> numbers(out, 0, 0),
                out -> numbers(out, 0, Credit.FIRST_ITEMS + 1),
                out -> items(out, 2, 0, 1, 5),
                out -> items(out, 0, 0, 1, 5),
                out -> {
                    items(out, 1, 0, 1, Credit.BYTES);
                    items(out, 1, 1, 1, 1);
                },
                out -> {
                    result(out, 0);
                    numbers(out, 0, 1);
                });
        for (int i = 0; i < bad.size(); i++) {
            assertThat(after(bad.get(i))).as("case %s", i).isEqualTo(BROKEN);
        }
    }

    @Test
    void elementsThatWereNotThere() throws Exception {
        assertThat(after(out -> {
            numbers(out, 0, 3);
            result(out, 4);
        })).isEqualTo("null");
        assertThat(elements).containsExactly(0, 1, 2);
        assertThat(failure).hasMessageContaining("after 4 elements, of which 3 came");
    }

    @Test
    void brokenStreams() throws Exception {
        Encoder out = new Encoder();
        for (int first = 0; first < 12; first += 3) {
            numbers(out, first, 3);
        }
        result(out, 12);
        List<byte[]> good = FrameStreams.frames(out);
        FrameStreams streams = new FrameStreams(new Mutations(SEED));
        Map<String, Integer> ends = new TreeMap<>();
        while (streams.frames() < FRAMES) {
            byte[] stream = streams.of(good);
            ends.merge(converse(stream, FlowsTasks.upTo(12)), 1, Integer::sum);
            if (elements.size() > Credit.FIRST_ITEMS || !isNamed(failure)) {
                fail("%s elements and then %s of %s", elements.size(), failure, HexFormat.of().formatHex(stream));
            }
        }
        assertThat(ends).containsKeys("null", BROKEN);
    }

    private static boolean isNamed(Throwable failure) {
        return failure == null || failure instanceof ProcessPoolException || failure instanceof NullPointerException;
    }

    private String after(Consumer<Encoder> frames) throws IOException {
        Encoder out = new Encoder();
        frames.accept(out);
        return converse(out.toByteArray(), FlowsTasks.upTo(12));
    }

    /** Has a worker say that, and takes what comes of it. */
    private String converse(byte[] stream, StreamTask<Integer> task) throws IOException {
        AtomicInteger arrivals = new AtomicInteger();
        StreamCall<Integer> call = new StreamCall<>(task.entryPoint(), worker.dispatcher(), arrivals::incrementAndGet);
        worker.launch(new Ticketing(worker.settings, worker.dispatcher().inputs()).ticket(task.entryPoint(), task,
                StreamCall.pace(), call, 1));
        worker.begin(1);
        assertThat(worker.reader(stream).run()).as("it read to the end").isTrue();
        String verdict = worker.die();
        elements = new ArrayList<>();
        for (Integer next; (next = call.poll()) != null;) {
            elements.add(next);
        }
        assertThat(call.isOver()).isTrue();
        failure = call.failure();
        return verdict;
    }
}
