package io.quarkiverse.processpool.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
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
 * Both sides of the process boundary: writes values into a growing array of bytes, big-endian, in the order that
 * {@link Decoder} reads them.
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

    private byte[] bytes;
    private int size;
    private int limit = LARGEST_ARRAY;
    private Spares spares;

    public Encoder() {
        this(INITIAL);
    }

    public Encoder(int capacity) {
        bytes = new byte[capacity];
    }

    /** Looks there before it makes a larger array. */
    public Encoder from(Spares used) {
        spares = used;
        return this;
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
        bytes = new byte[INITIAL];
        size = 0;
        return given;
    }

    /** Forgets what was written after the first {@code newSize} bytes. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    /** Makes this encoder empty, and lets go of an array that has become larger than {@code keep} bytes. */
    public void reset(int keep) {
        size = 0;
        if (bytes.length > keep) {
            bytes = new byte[INITIAL];
        }
    }

    private int claim(int count) {
        int at = size;
        int needed = at + count;
        if (needed < 0 || needed > limit) {
            throw new PayloadLimitException((long) at + count, limit);
        }
        if (needed > bytes.length) {
            grow(needed);
        }
        size = needed;
        return at;
    }

    private void grow(int needed) {
        int doubled = bytes.length << 1;
        int capacity = Math.max(needed, doubled < 0 ? limit : Math.min(doubled, limit));
        byte[] used = spares == null ? null : spares.take(needed);
        byte[] larger = used == null ? new byte[capacity] : used;
        System.arraycopy(bytes, 0, larger, 0, size);
        bytes = larger;
    }

    private int claim(int elements, int width) {
        long count = (long) elements * width;
        if (count > limit) {
            throw new PayloadLimitException(size + count, limit);
        }
        return claim((int) count);
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
        bytes[at] = value;
    }

    public void writeShort(short value) {
        int at = claim(2);
        Bits.putShort(bytes, at, value);
    }

    public void writeChar(char value) {
        writeShort((short) value);
    }

    public void writeInt(int value) {
        int at = claim(4);
        Bits.putInt(bytes, at, value);
    }

    public void writeLong(long value) {
        int at = claim(8);
        Bits.putLong(bytes, at, value);
    }

    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** Overwrites four bytes that were written before. */
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
        int ascii = 0;
        while (ascii < length && value.charAt(ascii) < 0x80) {
            ascii++;
        }
        if (ascii == length) {
            writeInt(length << 1);
            copyAscii(value, claim(length));
        } else {
            writeInt(length << 1 | 1);
            int at = claim(length, 2);
            for (int i = 0; i < length; i++, at += 2) {
                Bits.putShort(bytes, at, (short) value.charAt(i));
            }
        }
    }

    @SuppressWarnings("deprecation") // copies the low bytes, which is all that ASCII has, without a charset encoder
    private void copyAscii(String value, int at) {
        value.getBytes(0, value.length(), bytes, at);
    }

    /** Writes bytes as they are, without a length. */
    public void writeRaw(byte[] source, int offset, int length) {
        int at = claim(length); // may replace the array
        System.arraycopy(source, offset, bytes, at, length);
    }

    public void writeBytes(byte[] value) {
        if (length(value == null ? -1 : value.length)) {
            writeRaw(value, 0, value.length);
        }
    }

    public void writeBooleans(boolean[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length);
            for (boolean b : value) {
                bytes[at++] = (byte) (b ? 1 : 0);
            }
        }
    }

    public void writeShorts(short[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 2);
            ByteBuffer.wrap(bytes, at, value.length << 1).asShortBuffer().put(value);
        }
    }

    public void writeChars(char[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 2);
            ByteBuffer.wrap(bytes, at, value.length << 1).asCharBuffer().put(value);
        }
    }

    public void writeInts(int[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 4);
            ByteBuffer.wrap(bytes, at, value.length << 2).asIntBuffer().put(value);
        }
    }

    public void writeLongs(long[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 8);
            ByteBuffer.wrap(bytes, at, value.length << 3).asLongBuffer().put(value);
        }
    }

    public void writeFloats(float[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 4);
            ByteBuffer.wrap(bytes, at, value.length << 2).asFloatBuffer().put(value);
        }
    }

    public void writeDoubles(double[] value) {
        if (length(value == null ? -1 : value.length)) {
            int at = claim(value.length, 8);
            ByteBuffer.wrap(bytes, at, value.length << 3).asDoubleBuffer().put(value);
        }
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
