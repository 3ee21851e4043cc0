package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Both sides: memory that the parent and one worker map, for arguments and results that are large. Through the socket each of
 * their bytes is copied six times, and through here three times.
 * <p>
 * There is a {@link Ring} for each direction. Who has a payload puts it there and names its place in a frame on the socket. It
 * never waits for room: what does not fit at the moment goes through the socket itself.
 */
public final class Lane {

    /** Payloads from so many bytes on are large. */
    public static final int LARGE = 1 << 16;

    private static final int RING = 1 << 22;

    /** Of the file that both map. */
    public static final int SIZE = 2 * RING;

    private final Ring arguments;
    private final Ring results;

    private Lane(ByteBuffer memory) {
        arguments = new Ring(memory, 0);
        results = new Ring(memory, RING);
    }

    /**
     * Maps the file, which the parent has made {@link #SIZE} bytes long by writing them, so that the memory is really there.
     */
    public static Lane map(Path file) throws IOException {
        return new Lane(SharedPage.memory(file, SIZE));
    }

    /** What the parent writes and the worker reads. */
    public Ring arguments() {
        return arguments;
    }

    /** What the worker writes and the parent reads. */
    public Ring results() {
        return results;
    }

    /**
     * One direction. Places are named by their ends, which are counted on and on; none goes over the end of the memory. One
     * thread at a time writes, and one reads.
     */
    public static final class Ring {

        private final ByteBuffer memory;
        private final int base;
        /** Of the last place that was given to a payload. */
        private long end;
        /** Where the place begins that is being written. */
        private long begun;
        private volatile long free;

        private Ring(ByteBuffer memory, int base) {
            this.memory = memory;
            this.base = base;
        }

        /** Writer: the reader is done with all places up to that end. */
        public void free(long upTo) {
            free = upTo;
        }

        /** Writer: whether {@link #put} would find room for so many bytes. */
        public boolean hasRoom(int length) {
            return length <= RING && start(length) + length - free <= RING;
        }

        /**
         * Writer: puts a payload into the memory.
         *
         * @return the end of its place, or -1 if there is no room
         */
        public long put(byte[] bytes, int offset, int length) {
            return put(ByteBuffer.wrap(bytes, offset, length), length);
        }

        /** Writer: the same with the next so many bytes of that buffer. */
        public long put(ByteBuffer bytes, int length) {
            if (!hasRoom(length)) {
                return -1;
            }
            begun = start(length);
            memory.put(base + (int) (begun % RING), bytes, bytes.position(), length);
            bytes.position(bytes.position() + length);
            return written(length);
        }

        /**
         * Writer: all that there is behind the last place, as the {@link GrowingBytes.Room} of a payload that is
         * written there; all of the memory if the reader is done with all places.
         */
        public ByteBuffer take(int from, int needed) {
            boolean isEmpty = end == free;
            if (isEmpty ? needed > RING : !hasRoom(needed)) {
                return null;
            }
            begun = isEmpty ? start(RING) : start(needed);
            int at = (int) (begun % RING);
            int length = isEmpty ? RING : (int) Math.min(RING - at, RING - (begun - free));
            return from > base + at ? null : memory.slice(base + at - from, from + length);
        }

        /**
         * Writer: the payload that was put into the memory has that length.
         *
         * @return the end of its place
         */
        public long written(int length) {
            VarHandle.releaseFence();
            end = begun + length;
            return end;
        }

        private long start(int length) {
            long left = RING - end % RING;
            return length <= left ? end : end + left;
        }

        /**
         * Reader: points a decoder at the place with that end. The other side may change what is there at any time, so each
         * value is looked at once.
         *
         * @throws EncodingException if there can be no such place
         */
        public Decoder read(Decoder decoder, long placeEnd, int length) {
            long at = placeEnd - length;
            if (length < 0 || placeEnd < length || at % RING + length > RING) {
                throw new EncodingException("a place of " + length + " bytes up to " + placeEnd + " in a lane of " + RING);
            }
            VarHandle.acquireFence();
            return decoder.reset(memory, base + (int) (at % RING), length);
        }
    }
}
