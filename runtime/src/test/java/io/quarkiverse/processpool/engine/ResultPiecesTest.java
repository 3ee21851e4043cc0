package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EncodingException;

/** What comes in pieces of any length is read in pieces of any length, and takes little more than its bytes. */
class ResultPiecesTest {

    private static final int LENGTH = 3_000_000;

    private static byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Adds all of them. */
    private static ResultPieces pieces(byte[] bytes, int most) {
        Random random = new Random(2);
        ResultPieces pieces = new ResultPieces(1);
        for (int at = 0; at < bytes.length;) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(most));
            pieces.add(new Decoder(bytes, at, n));
            at += n;
            assertThat(pieces.size()).isEqualTo(at);
        }
        return pieces;
    }

    @Test
    void inAnyPieces() {
        Random random = new Random(3);
        byte[] bytes = bytes();
        for (int most : new int[] { 7, 5_000, Encoder.PIECE }) {
            ResultPieces pieces = pieces(bytes, most);
            byte[] read = new byte[LENGTH];
            for (int at = 0; at < LENGTH;) {
                at += pieces.read(read, at, Math.min(LENGTH - at, 1 + random.nextInt(most)));
            }
            assertThat(read).isEqualTo(bytes);
            assertThatThrownBy(() -> pieces.read(read, 0, 1)).isInstanceOf(EncodingException.class);
        }
    }

    @Test
    void byteByByteTheyTakeLittleMoreThanTheBytes() {
        assertThat(pieces(bytes(), 1).memory()).isLessThan(LENGTH + Encoder.PIECE);
    }
}
