package io.quarkiverse.processpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.Allocation;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameStreams;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.Mutations;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Half a million frames of a parent that was taken over: the worker answers, stops, or ends with a named protocol
 * error, and takes memory in proportion to the bytes that came. {@code -Dfuzz.seed=…} repeats a run.
 */
@Timeout(300)
class HostileParentTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20240229);
    private static final int FRAMES = 500_000;
    /** By then every class is loaded that a refusal takes. */
    private static final int WARM = 10_000;
    private static final int MAX_PAYLOAD = 1 << 10;
    private static final long HEAP_OF_LOOP = (1 << 20) + (1 << 19);
    private static final long HEAP_PER_BYTE = 256;

    @TempDir
    Path folder;
    private final Mutations mutations = new Mutations(SEED);
    private final FrameStreams streams = new FrameStreams(mutations);
    private final Map<String, Integer> ends = new TreeMap<>();

    private static List<byte[]> good() {
        Encoder out = beginning();
        long sequence = 1;
        for (int i = 1; i < 10; i++) {
            int at = FrameHeader.begin(FrameType.TASKS, out);
            out.writeInt(i % 2);
            out.writeLong(sequence);
            out.writeInt(i);
            for (int task = 0; task < i; task++) {
                out.writeInt(i % 2 == 0 ? 4 : 5);
                if (i % 2 == 1) {
                    out.writeBoolean(true);
                }
                out.writeInt(task * 5);
            }
            FrameHeader.end(at, out);
            sequence += i;
        }
        return ended(out);
    }

    /** Both entry points, by the numbers 0 and 1. */
    private static Encoder beginning() {
        Encoder out = new Encoder();
        entry(0, SampleTasks.square(0).entryPoint().signature(), out);
        entry(1, SampleTasks.choosy(null).entryPoint().signature(), out);
        return out;
    }

    private static List<byte[]> ended(Encoder out) {
        FrameHeader.end(FrameHeader.begin(FrameType.STOP, out), out);
        return FrameStreams.frames(out);
    }

    /** With a lane, tasks in it, and tasks that are read as they come. */
    private static List<byte[]> goodWithLane(Path file, long end, int length) {
        Encoder out = beginning();
        int lane = FrameHeader.begin(FrameType.LANE, out);
        out.writeString(file.toString());
        FrameHeader.end(lane, out);
        int inLane = FrameHeader.begin(FrameType.LANE_TASKS, out);
        out.writeInt(0);
        out.writeLong(1);
        out.writeInt(2);
        out.writeLong(end);
        out.writeInt(length);
        FrameHeader.end(inLane, out);
        for (int sequence = 3; sequence < 6; sequence++) {
            int large = FrameHeader.begin(FrameType.LARGE_TASK, out);
            out.writeInt(1);
            out.writeLong(sequence);
            out.writeBoolean(true);
            out.writeInt(sequence);
            FrameHeader.end(large, out);
        }
        return ended(out);
    }

    /** The arguments of two tasks, each with its length. */
    private static byte[] twoSquares() {
        Encoder out = new Encoder();
        out.writeInt(4);
        out.writeInt(6);
        out.writeInt(4);
        out.writeInt(7);
        return out.toByteArray();
    }

    private static void entry(int number, String signature, Encoder out) {
        int at = FrameHeader.begin(FrameType.ENTRY, out);
        out.writeInt(number);
        out.writeString(SampleWorker.class.getName());
        out.writeString(signature);
        FrameHeader.end(at, out);
    }

    @Test
    void aParentThatWasTakenOverGetsNothingButANamedEnd() throws IOException {
        Path file = Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]);
        SharedPage page = SharedPage.map(file);
        WorkerSettings settings = new WorkerSettings("misbehave-1", new byte[32], folder.toString(), "mark-of-a-test",
                MAX_PAYLOAD, "", 0,
                List.of());
        List<byte[]> good = good();
        Path lane = folder.resolve("lane");
        byte[] noLengths = new byte[Lane.SIZE];
        Arrays.fill(noLengths, (byte) -1); // or a place that is none would be a million tasks, and their answers
        Path kept = Files.write(folder.resolve("memory of the lane"), noLengths);
        byte[] arguments = twoSquares();
        List<byte[]> goodWithLane = goodWithLane(lane, Lane.map(kept).arguments().put(arguments, 0, arguments.length),
                arguments.length);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
            server.bind(address);
            while (streams.frames() < FRAMES) {
                boolean withLane = mutations.below(8) == 0;
                if (withLane && !Files.exists(lane)) {
                    Files.createLink(lane, kept); // which a worker removes when it has mapped it
                }
                converse(server, address, page, settings, streams.of(withLane ? goodWithLane : good));
            }
        }
        assertThat(ends).containsOnlyKeys("STOPPED", "CHANNEL_LOST", "ProtocolException", "EOFException");
        assertThat(ends.values()).as("%s", ends).allMatch(count -> count > 100);
    }

    private void converse(ServerSocketChannel server, UnixDomainSocketAddress address, SharedPage page,
            WorkerSettings settings, byte[] stream) throws IOException {
        try (SocketChannel worker = SocketChannel.open(address); SocketChannel parent = server.accept()) {
            assertThat(parent.write(ByteBuffer.wrap(stream))).as("it fits in the socket").isEqualTo(stream.length);
            parent.shutdownOutput();
            String[] end = new String[1];
            long taken = Allocation.of(() -> end[0] = serve(worker, page, settings, stream));
            ends.merge(end[0], 1, Integer::sum);
            if (streams.frames() > WARM && taken > HEAP_OF_LOOP + HEAP_PER_BYTE * stream.length) {
                fail("%s bytes were taken to read %s", taken, HexFormat.of().formatHex(stream));
            }
        }
    }

    private static String serve(SocketChannel worker, SharedPage page, WorkerSettings settings, byte[] stream) {
        try {
            return new TaskLoop(worker, page, new Interruption(), new HeapGrowth(0), settings,
                    new ServedClasses(new SampleWorker())).run().name();
        } catch (ProtocolException | EOFException e) {
            return e.getClass().getSimpleName();
        } catch (IOException | RuntimeException | Error e) {
            return fail("of " + HexFormat.of().formatHex(stream), e);
        }
    }
}
