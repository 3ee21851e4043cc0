package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, truth values, enum constants and sizes arrive as they left. */
class PrimitivesTest {

    @ParameterizedTest
    @ValueSource(bytes = { 0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE })
    void bytes(byte value) {
        assertThat(RoundTrip.of(value, Encoder::writeByte, Decoder::readByte)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(shorts = { 0, 1, -1, 0x00FF, (short) 0xFF00, Short.MIN_VALUE, Short.MAX_VALUE })
    void shorts(short value) {
        assertThat(RoundTrip.of(value, Encoder::writeShort, Decoder::readShort)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(chars = { 0, 'a', 0x80, 0xFF, 0x100, 0xD800, 0xDFFF, 0xFFFF })
    void chars(char value) {
        assertThat(RoundTrip.of(value, Encoder::writeChar, Decoder::readChar)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, -1, 0x80, 0x8000, 0x800000, 0x12345678, 0xFEDCBA98, Integer.MIN_VALUE, Integer.MAX_VALUE })
    void ints(int value) {
        assertThat(RoundTrip.of(value, Encoder::writeInt, Decoder::readInt)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, -1, 0x80000000L, 0xFFFFFFFFL, 0x123456789ABCDEF0L, Long.MIN_VALUE, Long.MAX_VALUE })
    void longs(long value) {
        assertThat(RoundTrip.of(value, Encoder::writeLong, Decoder::readLong)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 0x80000000, 1, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7FC00001, 0x7FA00001, 0xFFFFFFFF })
    void floatsKeepTheirBits(int bits) {
        float value = Float.intBitsToFloat(bits);
        float back = RoundTrip.of(value, Encoder::writeFloat, Decoder::readFloat);
        assertThat(Float.floatToRawIntBits(back)).isEqualTo(Float.floatToRawIntBits(value));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, Long.MIN_VALUE, 1, 0x7FF0000000000000L, 0xFFF0000000000000L, 0x7FF8000000000000L,
            0x7FF8000000000123L, 0xFFFFFFFFFFFFFFFFL })
    void doublesKeepTheirBits(long bits) {
        double value = Double.longBitsToDouble(bits);
        double back = RoundTrip.of(value, Encoder::writeDouble, Decoder::readDouble);
        assertThat(Double.doubleToRawLongBits(back)).isEqualTo(Double.doubleToRawLongBits(value));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void booleans(boolean value) {
        assertThat(RoundTrip.of(value, Encoder::writeBoolean, Decoder::readBoolean)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(bytes = { 2, -1, Byte.MIN_VALUE })
    void noOtherByteIsABoolean(byte value) {
        Decoder in = new Decoder(new byte[] { value });
        assertThatThrownBy(in::readBoolean).isInstanceOf(EncodingException.class).hasMessage("a boolean of " + value);
    }

    @ParameterizedTest
    @NullSource
    @EnumSource(TimeUnit.class)
    void enumConstants(TimeUnit value) {
        assertThat(RoundTrip.of(value, Encoder::writeEnum, in -> in.readEnum(TimeUnit.values()))).isSameAs(value);
    }

    @Test
    void aConstantWithABodyIsOneOfItsEnum() {
        assertThat(RoundTrip.of(Shape.ROUND, Encoder::writeEnum, in -> in.readEnum(Shape.values()))).isSameAs(Shape.ROUND);
    }

    @ParameterizedTest
    @ValueSource(ints = { -2, 7, Integer.MIN_VALUE, Integer.MAX_VALUE })
    void anUnknownConstantIsRefused(int ordinal) {
        Encoder out = new Encoder();
        out.writeInt(ordinal);
        Decoder in = new Decoder(out.toByteArray());
        assertThatThrownBy(() -> in.readEnum(TimeUnit.values())).isInstanceOf(EncodingException.class)
                .hasMessage("constant " + ordinal + " of an enum with 7");
    }

    @Test
    void presence() {
        Encoder out = new Encoder();
        assertThat(out.writePresence("x")).isTrue();
        assertThat(out.writePresence(null)).isFalse();
        Decoder in = new Decoder(out.toByteArray());
        assertThat(in.readPresence()).isTrue();
        assertThat(in.readPresence()).isFalse();
        in.expectEnd();
    }

    @Test
    void aSizeIsBelievedUpToTheBytesThatAreThere() {
        Encoder out = new Encoder();
        out.writeSize(-1);
        out.writeSize(3);
        out.writeRaw(new byte[3], 0, 3);
        Decoder in = new Decoder(out.toByteArray());
        assertThat(in.readSize()).isEqualTo(-1);
        assertThat(in.readSize()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, -2, Integer.MIN_VALUE, Integer.MAX_VALUE })
    void aSizeThatCannotBeIsRefused(int size) {
        Encoder out = new Encoder();
        out.writeSize(size);
        out.writeRaw(new byte[3], 0, 3);
        Decoder in = new Decoder(out.toByteArray());
        assertThatThrownBy(in::readSize).isInstanceOf(EncodingException.class)
                .hasMessage("a size of " + size + " with 3 bytes left");
    }

    private enum Shape {
        FLAT,
        ROUND {
            @Override
            public String toString() {
                return "not flat";
            }
        }
    }
}
