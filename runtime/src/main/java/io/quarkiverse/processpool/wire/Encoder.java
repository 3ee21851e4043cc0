package io.quarkiverse.processpool.wire;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;

/**
 * Both sides of the process boundary: writes values into a growing array of bytes, in the order that {@link Decoder} reads
 * them. Single values are big-endian; the elements of arrays are little-endian, as in the memory of the processors that there
 * are, so that they move in bulk.
 * <p>
 * Methods with a reference parameter accept null, except where they say otherwise. Not safe for use by several threads.
 */
public final class Encoder {

    private static final int INITIAL = 256;
    /** Some VMs reserve header words in an array. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Arrays that were used before. */
    public interface Spares {

        /** An array of at least that length, with anything in it; null if there is none. Called when an array is to grow. */
        byte[] take(int atLeast);
    }

    /** Who reads streams that are arguments, and sends what is in them while the task runs. */
    public interface Inputs {

        /** Takes charge of that stream, which is closed in any case; returns the number by which the worker asks for it. */
        long offer(InputStream source);
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

    private byte[] bytes;
    /**
     * Where the next value is written: the same array, or the room that was taken. Writes a number at once instead of byte by
     * byte, and costs a starting worker no classes.
     */
    private ByteBuffer view;
    private int size;
    private int limit = LARGEST_ARRAY;
    private int depth;
    private Spares spares;
    /** Null if there is nobody to read streams. */
    private Inputs inputs;
    /** Null if what is written stays in the array. */
    private Room room;
    /** The first byte that is in the room, if {@link #isInRoom}, or of the next piece. */
    private int movesFrom;
    private boolean isInRoom;
    private boolean roomWasAsked;
    /** So many bytes of the value have gone away in pieces. */
    private int gone;

    public Encoder() {
        this(INITIAL);
    }

    public Encoder(int capacity) {
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

    /** Looks there before it makes a larger array. */
    public Encoder from(Spares used) {
        spares = used;
        return this;
    }

    /** Gives the streams among the values to that one. */
    public Encoder offering(Inputs reader) {
        inputs = reader;
        return this;
    }

    public Inputs inputs() {
        return inputs;
    }

    /** Refuses to grow beyond so many bytes, before they are allocated. */
    public Encoder limit(int maxBytes) {
        limit = Math.min(maxBytes, LARGEST_ARRAY);
        return this;
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

    /** Forgets what was written after the first {@code newSize} bytes, with records that were not completed. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
        depth = 0;
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

    private int claim(int count) {
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
    private void require(int elements, int width) {
        long count = (long) elements * width;
        if (count > left()) {
            throw new PayloadLimitException((long) size + gone + count, limit);
        }
    }

    /** How many of so many elements are to be written at once: all of them, unless they leave in pieces. */
    private int part(int elements, int width) {
        long count = (long) elements * width;
        if (room == null || count <= view.limit() - size || !movesOrLeaves(count)) {
            return elements;
        }
        return Math.min(elements, Math.max(1, (view.limit() - size) / width));
    }

    /**
     * To be called before the fields of a record are written, and {@link #leave()} after them.
     *
     * @throws EncodingException if it is nested deeper than {@link Decoder} would read
     */
    public void enter() {
        if (++depth > Decoder.MAX_DEPTH) {
            throw new EncodingException(Decoder.TOO_DEEP);
        }
    }

    public void leave() {
        depth--;
    }

    /** Writes whether there is a value, and says so: {@code if (out.writePresence(v)) … write v …}. */
    public boolean writePresence(Object value) {
        writeByte((byte) (value == null ? 0 : 1));
        return value != null;
    }

    /** Writes the number of elements that follow; -1 stands for a null collection. */
    public void writeSize(int elements) {
        writeInt(elements);
    }

    public void writeBoolean(boolean value) {
        writeByte((byte) (value ? 1 : 0));
    }

    public void writeByte(byte value) {
        int at = claim(1);
        view.put(at, value);
    }

    public void writeShort(short value) {
        int at = claim(2);
        view.putShort(at, value);
    }

    public void writeChar(char value) {
        writeShort((short) value);
    }

    public void writeInt(int value) {
        int at = claim(4); // may replace the array
        view.putInt(at, value);
    }

    public void writeLong(long value) {
        int at = claim(8);
        view.putLong(at, value);
    }

    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** Overwrites four bytes that were written before; not in a {@link Room}, and so with the one below. */
    public void patchInt(int at, int value) {
        Bits.putInt(bytes, at, value);
    }

    /** Overwrites eight bytes that were written before. */
    public void patchLong(int at, long value) {
        Bits.putLong(bytes, at, value);
    }

    /** Writes an enum constant; parent and worker have the same class, so its position is enough. */
    public void writeEnum(Enum<?> value) {
        writeInt(value == null ? -1 : value.ordinal());
    }

    /** Writes any string, unpaired surrogates included. */
    public void writeString(String value) {
        if (value == null) {
            writeInt(-1);
            return;
        }
        int length = value.length();
        int header = claim(Integer.BYTES + length);
        int at = header + Integer.BYTES;
        if (isInRoom ? putPlain(value, length, at) : putPlain(value, length, bytes, at)) {
            view.putInt(header, length << 1);
        } else {
            size = header;
            writeWide(value, length);
        }
    }

    /** Puts the low byte of each character there; true if that is all that they have. */
    private static boolean putPlain(String value, int length, byte[] to, int at) {
        int all = 0; // no branch for each character: most strings are short, and plain
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            to[at + i] = (byte) c;
            all |= c;
        }
        return all < 0x80;
    }

    private boolean putPlain(String value, int length, int at) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            view.put(at + i, (byte) c);
            all |= c;
        }
        return all < 0x80;
    }

    private void writeWide(String value, int length) {
        writeInt(length << 1 | 1);
        require(length, 2);
        for (int i = 0; i < length; i++) {
            writeChar(value.charAt(i));
        }
    }

    /** Writes bytes as they are, without a length. */
    public void writeRaw(byte[] source, int offset, int length) {
        require(length, 1);
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 1);
            int at = claim(n); // may replace the array
            view.put(at, source, offset + done, n);
        }
    }

    public void writeBytes(byte[] value) {
        if (length(value == null ? -1 : value.length)) {
            writeRaw(value, 0, value.length);
        }
    }

    public void writeBooleans(boolean[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 1);
            for (boolean b : value) {
                writeBoolean(b);
            }
        }
    }

    public void writeShorts(short[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 2);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 2);
                elements(claim(n * 2)).asShortBuffer().put(value, done, n);
            }
        }
    }

    public void writeChars(char[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 2);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 2);
                elements(claim(n * 2)).asCharBuffer().put(value, done, n);
            }
        }
    }

    public void writeInts(int[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 4);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 4);
                elements(claim(n * 4)).asIntBuffer().put(value, done, n);
            }
        }
    }

    public void writeLongs(long[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 8);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 8);
                elements(claim(n * 8)).asLongBuffer().put(value, done, n);
            }
        }
    }

    public void writeFloats(float[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 4);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 4);
                elements(claim(n * 4)).asFloatBuffer().put(value, done, n);
            }
        }
    }

    public void writeDoubles(double[] value) {
        if (length(value == null ? -1 : value.length)) {
            require(value.length, 8);
            for (int done = 0, n; done < value.length; done += n) {
                n = part(value.length - done, 8);
                elements(claim(n * 8)).asDoubleBuffer().put(value, done, n);
            }
        }
    }

    /** What there is from there on, for bulk writes of elements. */
    private ByteBuffer elements(int at) {
        return view.duplicate().position(at).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean length(int length) {
        writeInt(length);
        return length >= 0;
    }

    public void writeBigInteger(BigInteger value) {
        writeBytes(value == null ? null : value.toByteArray());
    }

    public void writeBigDecimal(BigDecimal value) {
        if (writePresence(value)) {
            writeBigInteger(value.unscaledValue());
            writeInt(value.scale());
        }
    }

    public void writeUuid(UUID value) {
        if (writePresence(value)) {
            writeLong(value.getMostSignificantBits());
            writeLong(value.getLeastSignificantBits());
        }
    }

    public void writeUri(URI value) {
        writeString(value == null ? null : value.toString());
    }

    /** Writes a path of the default file system. */
    public void writePath(Path value) {
        if (value != null && value.getFileSystem() != FileSystems.getDefault()) {
            throw new EncodingException("the path " + value + " is not of the default file system");
        }
        writeString(value == null ? null : value.toString());
    }

    public void writeDuration(Duration value) {
        if (writePresence(value)) {
            writeLong(value.getSeconds());
            writeInt(value.getNano());
        }
    }

    public void writePeriod(Period value) {
        if (writePresence(value)) {
            writeInt(value.getYears());
            writeInt(value.getMonths());
            writeInt(value.getDays());
        }
    }

    public void writeInstant(Instant value) {
        if (writePresence(value)) {
            writeLong(value.getEpochSecond());
            writeInt(value.getNano());
        }
    }

    public void writeLocalDate(LocalDate value) {
        if (writePresence(value)) {
            writeLong(value.toEpochDay());
        }
    }

    public void writeLocalTime(LocalTime value) {
        if (writePresence(value)) {
            writeLong(value.toNanoOfDay());
        }
    }

    public void writeLocalDateTime(LocalDateTime value) {
        if (writePresence(value)) {
            writeLong(value.toLocalDate().toEpochDay());
            writeLong(value.toLocalTime().toNanoOfDay());
        }
    }

    public void writeZoneId(ZoneId value) {
        writeString(value == null ? null : value.getId());
    }

    public void writeZoneOffset(ZoneOffset value) {
        if (writePresence(value)) {
            writeInt(value.getTotalSeconds());
        }
    }

    public void writeOffsetDateTime(OffsetDateTime value) {
        if (writePresence(value)) {
            writeLocalDateTime(value.toLocalDateTime());
            writeInt(value.getOffset().getTotalSeconds());
        }
    }

    public void writeZonedDateTime(ZonedDateTime value) {
        if (writePresence(value)) {
            writeLocalDateTime(value.toLocalDateTime());
            writeInt(value.getOffset().getTotalSeconds());
            writeString(value.getZone().getId());
        }
    }

    public void writeYear(Year value) {
        if (writePresence(value)) {
            writeInt(value.getValue());
        }
    }

    public void writeYearMonth(YearMonth value) {
        if (writePresence(value)) {
            writeInt(value.getYear());
            writeInt(value.getMonthValue());
        }
    }

    /**
     * Offers a stream, and writes by what number.
     *
     * @throws EncodingException if there is nobody to read it
     */
    public void writeInputStream(InputStream value) {
        if (writePresence(value)) {
            if (inputs == null) {
                throw new EncodingException("an InputStream can only be given to a task that a pool runs: this process has to"
                        + " read it meanwhile");
            }
            writeLong(inputs.offer(value));
        }
    }

    /**
     * Writes any {@link java.io.Serializable} by Java serialization.
     *
     * @param path where the value stands, such as {@code argument shape} or {@code result.items[]}, for the error
     * @throws EncodingException if something in it is not serializable; names its class and the path
     */
    public void writeSerializable(Object value, String path) {
        if (writePresence(value)) {
            writeBytes(JavaSerialization.write(value, path));
        }
    }
}
