package io.quarkiverse.processpool.wire;

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
        return back;
    }
}
