package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decoder reads the range that it was given and nothing around it. */
class DecoderTest {

    @Test
    void itDoesNotReadBehindItsRange() {
        Decoder in = new Decoder(new byte[10], 2, 3);
        in.readShort();
        assertThatThrownBy(in::readShort).isInstanceOf(EncodingException.class)
                .hasMessage("a value of 2 bytes is cut off after 1");
        assertThat(in.remaining()).isEqualTo(1);
        assertThat(in.position()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({ "-1,1", "0,-1", "0,11", "11,0", "5,6", "2147483647,1", "1,2147483647" })
    void aRangeOutsideOfTheArrayIsRefused(int offset, int length) {
        assertThatThrownBy(() -> new Decoder(new byte[10], offset, length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsLeftBehindIsNoticed() {
        Decoder in = new Decoder(new byte[5]);
        in.readInt();
        assertThatThrownBy(in::expectEnd).isInstanceOf(EncodingException.class)
                .hasMessage("1 bytes are left behind the last value");
    }

    @Test
    void skippingStaysWithinTheRange() {
        Decoder in = new Decoder(new byte[] { 0, 0, 7, 0 }, 0, 3);
        in.skip(2);
        assertThat(in.readByte()).isEqualTo((byte) 7);
        assertThatThrownBy(() -> in.skip(1)).isInstanceOf(EncodingException.class);
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(EncodingException.class).hasMessage("a length of -1");
        in.skip(0);
    }

    @Test
    void nestingIsBoundedAndStartsAnewWithEachPayload() {
        Decoder in = new Decoder(new byte[0]);
        for (int i = 0; i < Decoder.MAX_DEPTH; i++) {
            in.enter();
        }
        assertThatThrownBy(in::enter).isInstanceOf(EncodingException.class)
                .hasMessage("records are nested more than 1000 deep");
        in.reset(new byte[0], 0, 0);
        assertThatCode(in::enter).doesNotThrowAnyException();
    }

    @Test
    void recordsSideBySideAreNotNested() {
        Decoder in = new Decoder(new byte[0]);
        assertThatCode(() -> {
            for (int i = 0; i < 10 * Decoder.MAX_DEPTH; i++) {
                in.enter();
                in.leave();
            }
        }).doesNotThrowAnyException();
    }
}
