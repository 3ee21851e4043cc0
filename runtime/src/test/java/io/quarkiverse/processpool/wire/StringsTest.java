package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A string arrives char by char as it was, whatever is in it. */
class StringsTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "a", "plain", "\0", "\u007F", "\u0080", "\u00FF", "ÿÿ", "naïve", "日本", "\uD83D\uDE00",
            "\uD800", "\uDC00 first", "a\uDFFF\uD800b", "\uFFFF", "\uFEFF" })
    void strings(String value) {
        assertThat(RoundTrip.of(value, Encoder::writeString, Decoder::readString)).isEqualTo(value);
    }

    static Stream<String> aroundTheBoundaries() {
        return IntStream.of(63, 64, 65, 120, 124, 126, 127, 128, 251, 252, 253, 256, 257, 65_535, 65_536, 65_537).boxed()
                .flatMap(length -> Stream.of("x".repeat(length), "x".repeat(length - 1) + "é", "é" + "x".repeat(length - 1)));
    }

    @ParameterizedTest
    @MethodSource("aroundTheBoundaries")
    void longStrings(String value) {
        assertThat(RoundTrip.of(value, Encoder::writeString, Decoder::readString).equals(value)).isTrue();
    }

    @Test
    void asciiTakesOneByteForEachChar() {
        Encoder out = new Encoder();
        out.writeString("abc");
        assertThat(out.toByteArray()).containsExactly(0, 0, 0, 6, 'a', 'b', 'c');
    }

    @Test
    void otherTextTakesTwo() {
        Encoder out = new Encoder();
        out.writeString("aé");
        assertThat(out.toByteArray()).containsExactly(0, 0, 0, 5, 0, 'a', 0, 0xE9);
    }

    @ParameterizedTest
    @ValueSource(ints = { -2, -3, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 8, 5 })
    void aStringThatIsCutOffIsRefused(int header) {
        Encoder out = new Encoder();
        out.writeInt(header);
        out.writeRaw(new byte[3], 0, 3);
        Decoder in = new Decoder(out.toByteArray());
        assertThatThrownBy(in::readString).isInstanceOf(EncodingException.class);
    }
}
