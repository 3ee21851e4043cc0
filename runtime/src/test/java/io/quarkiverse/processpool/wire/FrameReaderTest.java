package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames come out of a channel as they were put in, however the channel cuts them. */
class FrameReaderTest {

    private static final int BUFFER = 1 << 16;
    private static final int LIMIT = 1 << 24;

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void add(Encoder out, FrameType type, byte[] payload) {
        int at = FrameHeader.begin(type, out);
        out.writeRaw(payload, 0, payload.length);
        FrameHeader.end(at, out);
    }

    private static byte[] frame(FrameType type, byte[] payload) {
        Encoder out = new Encoder();
        add(out, type, payload);
        return out.toByteArray();
    }

    private static byte[] payload(FrameReader reader) {
        Decoder in = reader.payload(new Decoder(new byte[0]));
        assertThat(in.remaining()).isEqualTo(reader.payloadLength());
        byte[] copy = Arrays.copyOfRange(in.array(), in.position(), in.position() + in.remaining());
        in.skip(in.remaining());
        return copy;
    }

    private static void expect(FrameReader reader, FrameType type, byte[] payload) throws IOException {
        assertThat(reader.next()).isEqualTo(type);
        assertThat(Arrays.equals(payload(reader), payload)).as("payload of %s bytes", payload.length).isTrue();
    }

    @Test
    void aSequenceOfFramesCutAtEveryPairOfPlaces() throws IOException {
        byte[] hello = bytes(9, 1);
        byte[] tasks = bytes(17, 2);
        Encoder out = new Encoder();
        add(out, FrameType.HELLO, hello);
        add(out, FrameType.STOP, new byte[0]);
        add(out, FrameType.TASKS, tasks);
        byte[] all = out.toByteArray();
        for (int first = 1; first < all.length; first++) {
            for (int second = first + 1; second <= all.length; second++) {
                FrameReader reader = new FrameReader(new Scripted(all, first, second), LIMIT);
                expect(reader, FrameType.HELLO, hello);
                expect(reader, FrameType.STOP, new byte[0]);
                expect(reader, FrameType.TASKS, tasks);
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void oneByteAtATime() throws IOException {
        byte[] large = bytes(BUFFER + 1, 3);
        byte[] all = frame(FrameType.RESULTS, large);
        FrameReader reader = new FrameReader(new Scripted(all, IntStream.rangeClosed(1, all.length).toArray()), LIMIT);
        expect(reader, FrameType.RESULTS, large);
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, BUFFER - 9, BUFFER - 8, BUFFER - 7, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, (1 << 20) - 1,
            1 << 20, (1 << 20) + 1, 5 << 20 })
    void aFrameOfAnySizeBetweenSmallOnes(int length) throws IOException {
        byte[] payload = bytes(length, length);
        byte[] small = bytes(5, 4);
        Encoder out = new Encoder();
        add(out, FrameType.TASKS, small);
        add(out, FrameType.RESULTS, payload);
        add(out, FrameType.SKIPPED, small);
        FrameReader reader = new FrameReader(new Scripted(out.toByteArray()), LIMIT);
        expect(reader, FrameType.TASKS, small);
        expect(reader, FrameType.RESULTS, payload);
        expect(reader, FrameType.SKIPPED, small);
        assertThat(reader.next()).isNull();
    }

    @Test
    void anyMixtureOfFramesAndPortions() throws IOException {
        Random random = new Random(17);
        for (int round = 0; round < 200; round++) {
            byte[][] payloads = new byte[1 + random.nextInt(30)][];
            Encoder out = new Encoder();
            for (int i = 0; i < payloads.length; i++) {
                payloads[i] = bytes(random.nextInt(4) == 0 ? random.nextInt(3 * BUFFER) : random.nextInt(300),
                        random.nextLong());
                add(out, FrameType.of(i % 6), payloads[i]);
            }
            byte[] all = out.toByteArray();
            int[] cuts = random.ints(random.nextInt(40), 1, all.length + 1).sorted().distinct().toArray();
            FrameReader reader = new FrameReader(new Scripted(all, cuts), LIMIT);
            for (int i = 0; i < payloads.length; i++) {
                if (random.nextBoolean()) {
                    reader.hasNext();
                }
                expect(reader, FrameType.of(i % 6), payloads[i]);
                if (random.nextInt(5) == 0) {
                    reader.detach(FrameReader.newBuffer());
                }
            }
            assertThat(reader.hasNext()).isFalse();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void itKnowsWhetherTheNextFrameIsHereAlready() throws IOException {
        Encoder out = new Encoder();
        add(out, FrameType.TASKS, bytes(10, 5));
        add(out, FrameType.TASKS, bytes(11, 6));
        int cut = out.size() + 3;
        add(out, FrameType.TASKS, bytes(12, 7));
        int second = out.size() - 1;
        FrameReader reader = new FrameReader(new Scripted(out.toByteArray(), cut, second), LIMIT);
        assertThat(reader.hasNext()).as("nothing was read yet").isFalse();
        reader.next();
        assertThat(reader.hasNext()).isTrue();
        reader.next();
        assertThat(reader.hasNext()).as("three bytes of a header are here").isFalse();
        expect(reader, FrameType.TASKS, bytes(12, 7));
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void aFrameIsNotHereBeforeItsLastByte() throws IOException {
        Encoder out = new Encoder();
        add(out, FrameType.TASKS, bytes(10, 5));
        add(out, FrameType.TASKS, bytes(12, 7));
        byte[] all = out.toByteArray();
        for (int cut = 18; cut <= all.length; cut++) {
            FrameReader reader = new FrameReader(new Scripted(all, cut), LIMIT);
            reader.next();
            assertThat(reader.hasNext()).as("cut at %s of %s", cut, all.length).isEqualTo(cut == all.length);
        }
    }

    @Test
    void aDetachedPayloadStaysWhileOthersAreRead() throws IOException {
        Encoder out = new Encoder();
        for (int i = 0; i < 50; i++) {
            add(out, FrameType.RESULTS, bytes(5000, i));
        }
        FrameReader reader = new FrameReader(new Scripted(out.toByteArray()), LIMIT);
        reader.next();
        Decoder kept = reader.payload(new Decoder(new byte[0]));
        reader.detach(FrameReader.newBuffer());
        for (int i = 1; i < 50; i++) {
            expect(reader, FrameType.RESULTS, bytes(5000, i));
        }
        byte[] still = Arrays.copyOfRange(kept.array(), kept.position(), kept.position() + kept.remaining());
        assertThat(still).isEqualTo(bytes(5000, 0));
    }

    @Test
    void anEndWithinAFrameIsAnError() {
        byte[] all = frame(FrameType.HELLO, bytes(20, 8));
        for (int end = 1; end < all.length; end++) {
            FrameReader reader = new FrameReader(new Scripted(Arrays.copyOf(all, end)), LIMIT);
            assertThatThrownBy(reader::next).as("after %s bytes", end).isInstanceOf(EOFException.class)
                    .hasMessage(end < FrameHeader.SIZE ? "the channel ended within the header of a frame"
                            : "the channel ended within a frame");
        }
    }

    @Test
    void anEndWithinALargeFrameIsAnError() {
        byte[] all = frame(FrameType.HELLO, bytes(3 * BUFFER, 8));
        FrameReader reader = new FrameReader(new Scripted(Arrays.copyOf(all, 2 * BUFFER)), LIMIT);
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class)
                .hasMessage("the channel ended within a frame of " + 3 * BUFFER + " bytes");
    }

    @Test
    void whatDoesNotBeginAsAFrameIsRefused() {
        byte[] http = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new FrameReader(new Scripted(http), LIMIT).next()).isInstanceOf(ProtocolException.class)
                .hasMessage("not a frame: it begins with 0x48545450");
    }

    @ParameterizedTest
    @ValueSource(ints = { 15, 127, 128, 255 })
    void anUnknownTypeIsRefused(int type) {
        byte[] all = frame(FrameType.HELLO, new byte[3]);
        all[3] = (byte) type;
        assertThatThrownBy(() -> new FrameReader(new Scripted(all), LIMIT).next()).isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("not a frame");
    }

    @ParameterizedTest
    @ValueSource(ints = { Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 101 })
    void aLengthOverTheLimitIsRefusedBeforeMemoryIsTakenForIt(int length) {
        byte[] all = frame(FrameType.HELLO, new byte[30]);
        Bits.putInt(all, 4, length);
        FrameReader reader = new FrameReader(new Scripted(all), 100);
        long taken = Allocation.of(() -> assertThatThrownBy(reader::next).isInstanceOf(ProtocolException.class)
                .hasMessage("a frame of " + (length & 0xFFFFFFFFL) + " bytes, over the limit of 100"));
        assertThat(taken).isLessThan(1 << 20);
    }

    @Test
    void alsoWithoutALimitOnlyBytesThatComeTakeMemory() {
        byte[] all = frame(FrameType.HELLO, new byte[3_000_000]);
        Bits.putInt(all, 4, Integer.MAX_VALUE);
        FrameReader reader = new FrameReader(new Scripted(all), Integer.MAX_VALUE);
        long taken = Allocation.of(() -> assertThatThrownBy(reader::next).isInstanceOf(EOFException.class));
        assertThat(taken).isLessThan(8 << 20);
    }

    @Test
    void aHugeLengthIsNoFrameToWaitFor() throws IOException {
        Encoder out = new Encoder();
        add(out, FrameType.TASKS, new byte[4]);
        add(out, FrameType.TASKS, new byte[4]);
        byte[] all = out.toByteArray();
        Bits.putInt(all, 12 + 4, Integer.MAX_VALUE);
        FrameReader reader = new FrameReader(new Scripted(all), 100);
        reader.next();
        reader.hasNext();
        assertThatThrownBy(reader::next).isInstanceOf(ProtocolException.class);
    }

    @Test
    void theLimitCanBeRaisedBetweenFrames() throws IOException {
        Encoder out = new Encoder();
        add(out, FrameType.HELLO, new byte[64]);
        add(out, FrameType.RESULTS, new byte[65]);
        FrameReader reader = new FrameReader(new Scripted(out.toByteArray()), 64);
        expect(reader, FrameType.HELLO, new byte[64]);
        reader.limit(65);
        expect(reader, FrameType.RESULTS, new byte[65]);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 7, BUFFER - 8, BUFFER, BUFFER + 1, 5 << 20 })
    void whatIsReadAsItComesCanBeLeftAtAnyPlace(int length) throws IOException {
        byte[] payload = bytes(length, length);
        byte[] small = bytes(5, 4);
        Encoder out = new Encoder();
        add(out, FrameType.TASKS, small);
        add(out, FrameType.LARGE_TASK, payload);
        add(out, FrameType.TASKS, small);
        byte[] all = out.toByteArray();
        for (int read : new int[] { 0, 1, length / 2, length - 1, length }) {
            for (int cut : new int[] { 1, 20, 30, all.length / 2, all.length - 20, all.length }) {
                FrameReader reader = new FrameReader(new Scripted(all, cut), LIMIT);
                expect(reader, FrameType.TASKS, small);
                assertThat(reader.next()).isEqualTo(FrameType.LARGE_TASK);
                Decoder in = reader.payload(new Decoder(new byte[0]));
                int some = Math.min(length, Math.max(0, read));
                byte[] begin = new byte[some];
                for (int i = 0; i < some; i++) {
                    begin[i] = in.readByte();
                }
                assertThat(begin).isEqualTo(Arrays.copyOf(payload, some));
                if (read == length / 2) {
                    assertThat(in.readRest()).isEqualTo(Arrays.copyOfRange(payload, some, length));
                }
                expect(reader, FrameType.TASKS, small);
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void theChannelEndsWithinWhatIsReadAsItComes() throws IOException {
        byte[] all = frame(FrameType.LARGE_TASK, new byte[3 * BUFFER]);
        FrameReader reader = new FrameReader(new Scripted(Arrays.copyOf(all, 2 * BUFFER)), LIMIT);
        reader.next();
        Decoder in = reader.payload(new Decoder(new byte[0]));
        assertThat(reader.hasNext()).isFalse();
        assertThatThrownBy(in::readRest).isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(EOFException.class);
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }
}
