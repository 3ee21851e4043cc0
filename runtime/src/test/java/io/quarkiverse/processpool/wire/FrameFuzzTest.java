package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million frames in broken streams, cut anywhere by the channel: each stream ends as it should or with a named
 * refusal, and takes memory in proportion to the bytes that came, not to those that it claims. {@code
 * -Dfuzz.seed=…} repeats a run.
 */
@Timeout(300)
class FrameFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20240229);
    private static final int FRAMES = 1_000_000;
    private static final int LIMIT = 1 << 20;
    /** A reader of small frames; a large one begins with a megabyte at most. */
    private static final long HEAP_OF_READER = (1 << 20) + (1 << 18);

    private final Mutations mutations = new Mutations(SEED);
    private final FrameStreams streams = new FrameStreams(mutations);

    private static List<byte[]> good() {
        Encoder out = new Encoder();
        for (int i = 0; i < 12; i++) {
            int at = FrameHeader.begin(FrameType.values()[i % FrameType.values().length], out);
            byte[] payload = new byte[i * i * i];
            out.writeRaw(payload, 0, payload.length);
            FrameHeader.end(at, out);
        }
        return FrameStreams.frames(out);
    }

    @Test
    void aMillionFrames() {
        List<byte[]> good = good();
        Map<String, Integer> ends = new TreeMap<>();
        while (streams.frames() < FRAMES) {
            byte[] stream = streams.of(good);
            String[] end = new String[1];
            long taken = Allocation.of(() -> end[0] = read(stream));
            ends.merge(end[0], 1, Integer::sum);
            if (taken > HEAP_OF_READER + 4L * stream.length) {
                fail("%s bytes were taken to read the stream %s", taken, HexFormat.of().formatHex(stream));
            }
        }
        assertThat(ends).containsOnlyKeys("end", "EOFException", "ProtocolException");
        assertThat(ends.values()).as("streams by their end: %s", ends).allMatch(count -> count > 1000);
    }

    private String read(byte[] stream) {
        int[] cuts = { mutations.below(stream.length + 1) };
        FrameReader reader = new FrameReader(new Scripted(stream, cuts), LIMIT);
        Decoder payload = new Decoder(new byte[0]);
        int left = stream.length;
        try {
            while (reader.next() != null) {
                assertThat(reader.payload(payload).remaining()).isEqualTo(reader.payloadLength());
                payload.skip(payload.remaining()); // of some it takes what follows from the channel
                left -= FrameHeader.SIZE + reader.payloadLength();
                assertThat(left).as("no byte is read twice").isNotNegative();
                reader.hasNext();
            }
            assertThat(left).as("every byte is read").isZero();
            return "end";
        } catch (ProtocolException | EOFException e) {
            return e.getClass().getSimpleName();
        } catch (UncheckedIOException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (IOException | RuntimeException e) {
            return fail("of " + HexFormat.of().formatHex(stream), e);
        }
    }
}
