package io.quarkiverse.processpool.wire;

import java.nio.ByteBuffer;

/**
 * Both sides: where an {@link Encoder} writes. An array that grows, up to a limit; a large value may move on to other memory,
 * or leave in pieces.
 */
public abstract sealed class GrowingBytes permits Encoder {

    static final int INITIAL = 256;
    /** Some VMs reserve header words in an array. */
    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Arrays that were used before. */
    public interface Spares {

        /** An array of at least that length, with anything in it; null if there is none. Called when an array is to grow. */
        byte[] take(int atLeast);
    }

    /** Where a large value goes that need not stay in the array: as a whole to other memory, or away in pieces. */
    public interface Room {

        /**
         * Called once, when an array is to grow for the value.
         *
         * @param from where the value begins
         * @param needed how many bytes of it there are by now
         * @return memory in which each byte has the index that it has in the encoder, with its limit where it ends; null if
         *         there is none
         */
        ByteBuffer take(int from, int needed);

        /**
         * Takes away the next bytes of the value, between position and limit: of the array, into which others are written then;
         * or all of the memory that was taken, which is not written to any more.
         */
        void send(ByteBuffer piece);
    }

    /** A value that is larger, and has no room, goes away in pieces of about that size; no frame has a larger one. */
    public static final int PIECE = 1 << 18;

    byte[] bytes;
    /**
     * Where the next value is written: the same array, or the room that was taken. Writes a number at once instead of byte by
     * byte, and costs a starting worker no classes.
     */
    ByteBuffer view;
    int size;
    int limit = LARGEST_ARRAY;
    /** Arrays that were used before; null if there are none. */
    Spares spares;
    /** Null if what is written stays in the array. */
    private Room room;
    /** The first byte that is in the room, if {@link #isInRoom}, or of the next piece. */
    private int movesFrom;
    boolean isInRoom;
    private boolean roomWasAsked;
    /** So many bytes of the value have gone away in pieces. */
    private int gone;

    GrowingBytes(int capacity) {
        become(new byte[capacity]);
    }

    private void become(byte[] array) {
        bytes = array;
        view = ByteBuffer.wrap(array);
        isInRoom = false;
    }

    /**
     * From now on there is a value that need not stay in the array if it is large. So it is until something before it is
     * {@linkplain #truncate truncated}.
     *
     * @param at where it begins, which is not before the end of what is written
     */
    public void mayMove(int at, Room elsewhere) {
        movesFrom = at;
        room = elsewhere;
        roomWasAsked = false;
        gone = 0;
    }

    /** Whether the value that {@linkplain #mayMove may move} has done so, and is not in {@link #array()}. */
    public boolean isInRoom() {
        return isInRoom;
    }

    /**
     * If some of the value that {@linkplain #mayMove may move} has gone away in pieces, sends the rest too; returns its size.
     */
    public int sendRest() {
        if (gone > 0 && size > movesFrom) {
            send();
        }
        return gone;
    }

    public int size() {
        return size;
    }

    /** The array behind this encoder, valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        byte[] copy = new byte[size];
        System.arraycopy(bytes, 0, copy, 0, size);
        return copy;
    }

    /** Gives away the array, valid up to {@link #size()} as it was, and begins another one. */
    public byte[] detach() {
        byte[] given = bytes;
        become(new byte[INITIAL]);
        size = 0;
        return given;
    }

    /** Forgets what was written after the first {@code newSize} bytes. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
        if (newSize < movesFrom) {
            room = null;
            gone = 0;
            if (isInRoom) {
                become(bytes);
            }
        }
    }

    /** Makes this encoder empty, and lets go of an array that has become larger than {@code keep} bytes. */
    public void reset(int keep) {
        truncate(0);
        if (bytes.length > keep) {
            become(new byte[INITIAL]);
        }
    }

    final int claim(int count) {
        if (count > left() || count < 0) {
            throw new PayloadLimitException((long) size + gone + Integer.toUnsignedLong(count), limit);
        }
        if (count > view.limit() - size) {
            makeRoom(count);
        }
        int at = size;
        size = at + count;
        return at;
    }

    /** How many bytes more the limit lets in. */
    private int left() {
        return limit - gone - size;
    }

    private void makeRoom(int count) {
        if (room == null || !movesOrLeaves(count) || count > view.limit() - size) {
            grow(size + count);
        }
    }

    /**
     * Moves the value, or sends what there is of it, if it becomes large with so many bytes more. Once it has moved or has
     * begun to leave, the rest leaves too.
     */
    private boolean movesOrLeaves(long count) {
        long value = size - movesFrom + count;
        if (!roomWasAsked && value >= Lane.LARGE && movesFrom + value <= LARGEST_ARRAY && move((int) (movesFrom + value))) {
            return true;
        }
        if (value <= PIECE && !isInRoom) {
            return false;
        }
        if (size > movesFrom && (isInRoom || bytes.length - movesFrom >= PIECE)) {
            send();
        }
        if (bytes.length - movesFrom < PIECE) {
            grow(movesFrom + PIECE);
        }
        return true;
    }

    private void send() {
        int length = size - movesFrom;
        room.send(view.duplicate().limit(size).position(movesFrom));
        size = movesFrom;
        gone += length;
        if (isInRoom) {
            become(bytes);
        }
    }

    private void grow(int needed) {
        int doubled = bytes.length << 1;
        int largest = limit - gone;
        int capacity = Math.max(needed, doubled < 0 ? largest : Math.min(doubled, largest));
        byte[] used = spares == null ? null : spares.take(needed);
        byte[] larger = used == null ? new byte[capacity] : used;
        int inArray = isInRoom ? movesFrom : size;
        System.arraycopy(bytes, 0, larger, 0, inArray);
        view.get(inArray, larger, inArray, size - inArray);
        become(larger);
    }

    private boolean move(int needed) {
        roomWasAsked = true;
        ByteBuffer memory = room.take(movesFrom, needed - movesFrom);
        if (memory == null) {
            return false;
        }
        memory.put(movesFrom, bytes, movesFrom, size - movesFrom);
        view = memory;
        isInRoom = true;
        return true;
    }

    /** Refuses so many elements if they would be over the limit. */
    final void require(int elements, int width) {
        long count = (long) elements * width;
        if (count > left()) {
            throw new PayloadLimitException((long) size + gone + count, limit);
        }
    }

    /** How many of so many elements are to be written at once: all of them, unless they leave in pieces. */
    final int part(int elements, int width) {
        long count = (long) elements * width;
        if (room == null || count <= view.limit() - size || !movesOrLeaves(count)) {
            return elements;
        }
        return Math.min(elements, Math.max(1, (view.limit() - size) / width));
    }
}
