package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
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
        assertThat(encoded(inPieces(bytes, read), write)).isEqualTo(encoded(back, write));
        assertThat(encodedElsewhere(value, write)).isEqualTo(bytes);
        assertThat(encodedInPieces(value, write)).isEqualTo(bytes);
        return back;
    }

    /** What is written behind a large value, in the room that this has taken. */
    private static <T> byte[] encodedElsewhere(T value, BiConsumer<Encoder, T> write) {
        ByteBuffer memory = ByteBuffer.allocateDirect(1 << 22);
        Encoder out = new Encoder();
        out.mayMove(0, new Room(memory));
        out.writeRaw(new byte[Lane.LARGE], 0, Lane.LARGE);
        write.accept(out, value);
        assertThat(out.isInRoom()).isTrue();
        byte[] written = new byte[out.size() - Lane.LARGE];
        memory.get(Lane.LARGE, written);
        return written;
    }

    /**
     * What is written when a large value has begun to leave, from an array and from other memory; twice as much as one piece.
     */
    private static <T> byte[] encodedInPieces(T value, BiConsumer<Encoder, T> write) {
        byte[] one = encodedInPieces(value, write, null);
        assertThat(encodedInPieces(value, write, ByteBuffer.allocateDirect(Encoder.PIECE))).isEqualTo(one);
        return one;
    }

    private static <T> byte[] encodedInPieces(T value, BiConsumer<Encoder, T> write, ByteBuffer memory) {
        Room room = new Room(memory);
        Encoder out = new Encoder();
        out.writeInt(7);
        out.mayMove(out.size(), room);
        byte[] before = new byte[2 * Encoder.PIECE + 1];
        for (int done = 0, n; done < before.length; done += n) {
            n = Math.min(10_000, before.length - done);
            out.writeRaw(before, done, n);
        }
        write.accept(out, value);
        int size = out.sendRest();
        byte[] all = room.gone.toByteArray();
        assertThat(all).hasSize(size).startsWith(before);
        out.truncate(Integer.BYTES);
        assertThat(out.toByteArray()).isEqualTo(new byte[] { 0, 0, 0, 7 });
        return Arrays.copyOfRange(all, before.length, all.length);
    }

    /** What has left is in it. */
    static class Room implements GrowingBytes.Room {

        final ByteArrayOutputStream gone = new ByteArrayOutputStream();
        private final ByteBuffer memory;

        /** @param memory null for none */
        Room(ByteBuffer memory) {
            this.memory = memory;
        }

        @Override
        public ByteBuffer take(int from, int needed) {
            return memory == null || needed > memory.capacity() - from ? null : memory;
        }

        @Override
        public void send(ByteBuffer piece) {
            assertThat(piece.remaining()).isPositive();
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            gone.writeBytes(bytes);
        }
    }

    /** The same as it comes, a few bytes at a time. */
    private static <T> T inPieces(byte[] bytes, Function<Decoder, T> read) {
        int[] at = { 0 };
        Decoder in = new Decoder(new byte[0]).reset((to, offset, length) -> {
            int n = Math.min(length, 1 + at[0] % 7);
            System.arraycopy(bytes, at[0], to, offset, n);
            at[0] += n;
            return n;
        }, bytes.length);
        T back = read.apply(in);
        in.expectEnd();
        return back;
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
