package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes a value, reads it again, and requires that the reader took exactly what the writer wrote. */
final class RoundTrip {

    private RoundTrip() {
    }

    static <T> T of(T value, BiConsumer<Encoder, T> write, Function<Decoder, T> read) {
        Encoder out = new Encoder(1);
        write.accept(out, value);
        byte[] bytes = out.toByteArray();
        byte[] within = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, within, 7, bytes.length);
        Decoder in = new Decoder(within, 7, bytes.length);
        T back = read.apply(in);
        in.expectEnd();
        assertThat(encoded(fromOtherMemory(within, bytes.length, read), write)).isEqualTo(encoded(back, write));
        assertThat(encodedElsewhere(value, write)).isEqualTo(bytes);
        return back;
    }

    /** What is written behind a large value, in the room that this has taken. */
    private static <T> byte[] encodedElsewhere(T value, BiConsumer<Encoder, T> write) {
        ByteBuffer memory = ByteBuffer.allocateDirect(1 << 22);
        Encoder out = new Encoder();
        out.mayMove(0, (from, needed) -> memory);
        out.writeRaw(new byte[Lane.LARGE], 0, Lane.LARGE);
        write.accept(out, value);
        assertThat(out.isInRoom()).isTrue();
        byte[] written = new byte[out.size() - Lane.LARGE];
        memory.get(Lane.LARGE, written);
        return written;
    }

    /** The same from memory that is no array, as large values are read. */
    private static <T> T fromOtherMemory(byte[] within, int length, Function<Decoder, T> read) {
        ByteBuffer memory = ByteBuffer.allocateDirect(within.length).put(within);
        Decoder in = new Decoder(new byte[0]).reset(memory, 7, length);
        T back = read.apply(in);
        in.expectEnd();
        return back;
    }

    private static <T> byte[] encoded(T value, BiConsumer<Encoder, T> write) {
        Encoder out = new Encoder();
        write.accept(out, value);
        return out.toByteArray();
    }
}
