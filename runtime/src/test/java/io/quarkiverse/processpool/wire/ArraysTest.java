package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of primitives arrive as they left, null and empty ones too, and a false length costs nothing. */
class ArraysTest {

    static IntStream lengths() {
        return IntStream.of(0, 1, 2, 62, 63, 64, 251, 252, 253, 255, 256, 257, 16_383, 16_384, 16_385, 65_536);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void everyType(int length) {
        Random random = new Random(length);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        boolean[] booleans = new boolean[length];
        short[] shorts = new short[length];
        char[] chars = new char[length];
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            booleans[i] = random.nextBoolean();
            shorts[i] = (short) random.nextInt();
            chars[i] = (char) random.nextInt();
            floats[i] = Float.intBitsToFloat(random.nextInt());
        }
        int[] ints = random.ints(length).toArray();
        long[] longs = random.longs(length).toArray();
        double[] doubles = random.longs(length).mapToDouble(Double::longBitsToDouble).toArray();
        assertAll(
                () -> assertThat(RoundTrip.of(bytes, Encoder::writeBytes, Decoder::readBytes)).isEqualTo(bytes),
                () -> assertThat(RoundTrip.of(booleans, Encoder::writeBooleans, Decoder::readBooleans)).isEqualTo(booleans),
                () -> assertThat(RoundTrip.of(shorts, Encoder::writeShorts, Decoder::readShorts)).isEqualTo(shorts),
                () -> assertThat(RoundTrip.of(chars, Encoder::writeChars, Decoder::readChars)).isEqualTo(chars),
                () -> assertThat(RoundTrip.of(ints, Encoder::writeInts, Decoder::readInts)).isEqualTo(ints),
                () -> assertThat(RoundTrip.of(longs, Encoder::writeLongs, Decoder::readLongs)).isEqualTo(longs),
                () -> assertThat(RoundTrip.of(floats, Encoder::writeFloats, Decoder::readFloats)).isEqualTo(floats),
                () -> assertThat(RoundTrip.of(doubles, Encoder::writeDoubles, Decoder::readDoubles)).isEqualTo(doubles));
    }

    @Test
    void nullStaysNull() {
        assertAll(
                () -> assertThat(RoundTrip.of(null, Encoder::writeBytes, Decoder::readBytes)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeBooleans, Decoder::readBooleans)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeShorts, Decoder::readShorts)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeChars, Decoder::readChars)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeInts, Decoder::readInts)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeLongs, Decoder::readLongs)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeFloats, Decoder::readFloats)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeDoubles, Decoder::readDoubles)).isNull());
    }

    @Test
    void elementsAreLittleEndianBehindABigEndianLength() {
        Encoder out = new Encoder();
        out.writeShorts(new short[] { 0x0102 });
        out.writeInts(new int[] { 0x01020304 });
        assertThat(out.toByteArray()).containsExactly(0, 0, 0, 1, 2, 1, 0, 0, 0, 1, 4, 3, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = { -2, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x40000000, 0x20000000, 0x10000001, 17 })
    void aLengthThatCannotBeIsRefused(int length) {
        Encoder out = new Encoder();
        out.writeInt(length);
        out.writeRaw(new byte[16], 0, 16);
        Map<String, Consumer<Decoder>> readers = Map.of("bytes", Decoder::readBytes, "booleans", Decoder::readBooleans,
                "shorts", Decoder::readShorts, "chars", Decoder::readChars, "ints", Decoder::readInts,
                "longs", Decoder::readLongs, "floats", Decoder::readFloats, "doubles", Decoder::readDoubles);
        readers.forEach((name, read) -> assertThatThrownBy(() -> read.accept(new Decoder(out.toByteArray()))).as(name)
                .isInstanceOf(EncodingException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 255, 256, 257 })
    void whatIsReadIsACopy(int length) {
        Encoder out = new Encoder();
        out.writeBytes(new byte[length]);
        byte[] frame = out.toByteArray();
        byte[] read = new Decoder(frame).readBytes();
        Arrays.fill(frame, (byte) 9);
        assertThat(read).isEqualTo(new byte[length]);
    }
}
