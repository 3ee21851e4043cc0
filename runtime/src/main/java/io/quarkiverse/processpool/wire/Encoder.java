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
public final class Encoder extends GrowingBytes {

    /** Who reads streams that are arguments, and sends what is in them while the task runs. */
    public interface Inputs {

        /** Takes charge of that stream, which is closed in any case; returns the number by which the worker asks for it. */
        long offer(InputStream source);
    }

    private int depth;
    /** Null if there is nobody to read streams. */
    private Inputs inputs;

    public Encoder() {
        this(INITIAL);
    }

    public Encoder(int capacity) {
        super(capacity);
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

    /** Gives the streams among the values to that one. */
    public Encoder offering(Inputs reader) {
        inputs = reader;
        return this;
    }

    public Inputs inputs() {
        return inputs;
    }

    /** Forgets what was written after the first {@code newSize} bytes, with records that were not completed. */
    @Override
    public void truncate(int newSize) {
        super.truncate(newSize);
        depth = 0;
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
