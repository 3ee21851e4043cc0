package io.quarkiverse.processpool.wire;

import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * Both sides of the process boundary: reads what {@link Encoder} wrote.
 * <p>
 * The bytes are not trusted: a worker may have been taken over by the file that it parsed. Every length is checked against the
 * bytes that are there, or that a {@link Source} is said to have, before anything is allocated, and nesting is bounded. What
 * does not fit is an {@link EncodingException}. Not safe for use by several threads.
 */
public final class Decoder {

    /** Where a worker has the streams from that are arguments. */
    public interface Inputs {

        /** The stream that was offered by that number. */
        InputStream open(long number);
    }

    /** Where a payload comes from that is not in memory as a whole. */
    public interface Source {

        /**
         * Waits for the next bytes of the payload, and puts them there.
         *
         * @return how many, at least one and at most {@code length}
         * @throws RuntimeException if there are no more
         */
        int read(byte[] to, int offset, int length);
    }

    /** Deeper nesting of records is refused; about a quarter of what a default stack carries. */
    static final int MAX_DEPTH = 1000;
    static final String TOO_DEEP = "records are nested more than " + MAX_DEPTH + " deep";

    /** So much of what comes from a {@link Source} is looked at at once. */
    static final int WINDOW = 1 << 16;

    /** Null if what is read is not in an array. */
    private byte[] bytes;
    /** Of the same array, or other memory: reads a number at once instead of byte by byte. */
    private ByteBuffer view;
    private int at;
    private int end;
    /** So many bytes follow from the source behind those up to the end. */
    private int later;
    private Source source;
    /** Null until something has come from a source. */
    private ByteBuffer window;
    private int depth;
    private ObjectInputFilter allowed;
    /** Null if there are none. */
    private Inputs inputs;

    public Decoder(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public Decoder(byte[] bytes, int offset, int length) {
        reset(bytes, offset, length);
    }

    /** Reads from another place from now on. */
    public Decoder reset(byte[] newBytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > newBytes.length - length) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " of an array of " + newBytes.length);
        }
        if (bytes != newBytes) {
            bytes = newBytes;
            view = ByteBuffer.wrap(newBytes);
        }
        return range(offset, length);
    }

    private Decoder range(int offset, int length) {
        at = offset;
        end = offset + length;
        later = 0;
        depth = 0;
        return this;
    }

    /** Reads so many bytes that come from there from now on, a window at a time. */
    public Decoder reset(Source from, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        }
        if (window == null) {
            window = ByteBuffer.allocate(WINDOW);
        }
        bytes = window.array();
        view = window;
        source = from;
        range(0, 0);
        later = length;
        return this;
    }

    /** Reads from memory that is no array from now on. */
    Decoder reset(ByteBuffer memory, int offset, int length) {
        bytes = null;
        view = memory;
        return range(offset, length);
    }

    /** Reads from now on from a part of what the other one reads from; the offset is a {@link #position()} there. */
    public Decoder reset(Decoder whole, int offset, int length) {
        if (offset < 0 || length < 0 || offset > whole.end - length) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " of " + whole.end);
        }
        bytes = whole.bytes;
        view = whole.view;
        return range(offset, length);
    }

    /** Reads from now on what the other one has not read yet, in its place. */
    public Decoder resetToRest(Decoder whole) {
        bytes = whole.bytes;
        view = whole.view;
        source = whole.source;
        range(whole.at, whole.end - whole.at);
        later = whole.later;
        return this;
    }

    /** Whether not all that is to be read is in memory, so that reading may wait. */
    public boolean isPartial() {
        return later > 0;
    }

    /** Lets further classes in by Java serialization: those for which the filter answers ALLOWED. */
    public Decoder allowing(ObjectInputFilter filter) {
        allowed = filter;
        return this;
    }

    /** Has streams from there. */
    public Decoder opening(Inputs source) {
        inputs = source;
        return this;
    }

    /** The array that this decoder reads from; null if it reads from other memory. */
    public byte[] array() {
        return bytes;
    }

    /** Passes over so many bytes. */
    public void skip(int count) {
        if (count < 0) {
            throw new EncodingException("a length of " + count);
        }
        require(count, 1);
        for (int left = count; left > 0;) {
            int n = part(left, 1);
            at += n;
            left -= n;
        }
    }

    /** The place in the array from which the next read takes. */
    public int position() {
        return at;
    }

    public int remaining() {
        return end - at + later;
    }

    /** Requires that everything was read. */
    public void expectEnd() {
        if (remaining() != 0) {
            throw new EncodingException(remaining() + " bytes are left behind the last value");
        }
    }

    private int take(int count) {
        if (count > end - at) {
            more(count);
        }
        int from = at;
        at += count;
        return from;
    }

    /** Has so many bytes in the window, which is large enough for them. */
    private void more(int count) {
        if (count > remaining()) {
            throw new EncodingException("a value of " + count + " bytes is cut off after " + remaining());
        }
        int have = end - at;
        System.arraycopy(bytes, at, bytes, 0, have);
        at = 0;
        end = have;
        while (end < count) {
            int n = source.read(bytes, end, Math.min(bytes.length - end, later));
            end += n;
            later -= n;
        }
    }

    private void require(int elements, int width) {
        if (elements > remaining() / width) {
            throw new EncodingException(
                    elements + " elements of " + width + " bytes do not fit in the " + remaining() + " left");
        }
    }

    /** How many of so many elements there are in one piece where the next read takes from; at least one. */
    private int part(int elements, int width) {
        if (end - at < width) {
            more(width);
        }
        return Math.min(elements, (end - at) / width);
    }

    /** To be called before the fields of a record are read, and {@link #leave()} after them. */
    public void enter() {
        if (++depth > MAX_DEPTH) {
            throw new EncodingException(TOO_DEEP);
        }
    }

    public void leave() {
        depth--;
    }

    public boolean readPresence() {
        return readBoolean();
    }

    /**
     * Reads the number of elements that follow, each at least one byte; -1 for a null collection.
     */
    public int readSize() {
        int size = readInt();
        if (size < -1 || size > remaining()) {
            throw new EncodingException("a size of " + size + " with " + remaining() + " bytes left");
        }
        return size;
    }

    public boolean readBoolean() {
        byte b = readByte();
        if (b != 0 && b != 1) {
            throw new EncodingException("a boolean of " + b);
        }
        return b == 1;
    }

    public byte readByte() {
        int from = take(1);
        return bytes == null ? view.get(from) : bytes[from];
    }

    public short readShort() {
        return view.getShort(take(2));
    }

    public char readChar() {
        return (char) readShort();
    }

    public int readInt() {
        return view.getInt(take(4));
    }

    public long readLong() {
        return view.getLong(take(8));
    }

    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /** Reads a constant out of all the constants of its enum, {@code E.values()}. */
    public <E extends Enum<E>> E readEnum(E[] values) {
        int ordinal = readInt();
        if (ordinal < -1 || ordinal >= values.length) {
            throw new EncodingException("constant " + ordinal + " of an enum with " + values.length);
        }
        return ordinal == -1 ? null : values[ordinal];
    }

    @SuppressWarnings("deprecation") // ASCII needs no charset decoder
    public String readString() {
        int header = readInt();
        if (header == -1) {
            return null;
        }
        int length = header >>> 1;
        if ((header & 1) == 0) {
            return bytes == null || length > end - at ? new String(copy(length), 0, 0, length)
                    : new String(bytes, 0, take(length), length);
        }
        require(length, 2);
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = readChar();
        }
        return new String(chars);
    }

    /** The next so many bytes, for bulk reads of elements, of which they are a {@link #part}. */
    private ByteBuffer elements(int length) {
        int from = at;
        at += length;
        return view.duplicate().position(from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All that is left, as it is. */
    public byte[] readRest() {
        return copy(remaining());
    }

    private byte[] copy(int length) {
        require(length, 1);
        byte[] copy = new byte[length];
        readRaw(copy, 0, length);
        return copy;
    }

    /** Reads bytes as they are. */
    public void readRaw(byte[] to, int offset, int length) {
        require(length, 1);
        int have = Math.min(length, end - at);
        if (bytes == null) {
            view.get(at, to, offset, have);
        } else {
            System.arraycopy(bytes, at, to, offset, have);
        }
        at += have;
        while (have < length) { // past the window
            int n = source.read(to, offset + have, length - have);
            have += n;
            later -= n;
        }
    }

    private int readLength() {
        int length = readInt();
        if (length < -1) {
            throw new EncodingException("an array of length " + length);
        }
        return length;
    }

    public byte[] readBytes() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        return copy(length);
    }

    public boolean[] readBooleans() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 1);
        boolean[] value = new boolean[length];
        for (int i = 0; i < length; i++) {
            value[i] = readByte() != 0;
        }
        return value;
    }

    public short[] readShorts() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 2);
        short[] value = new short[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 2);
            elements(n * 2).asShortBuffer().get(value, done, n);
        }
        return value;
    }

    public char[] readChars() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 2);
        char[] value = new char[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 2);
            elements(n * 2).asCharBuffer().get(value, done, n);
        }
        return value;
    }

    public int[] readInts() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 4);
        int[] value = new int[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 4);
            elements(n * 4).asIntBuffer().get(value, done, n);
        }
        return value;
    }

    public long[] readLongs() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 8);
        long[] value = new long[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 8);
            elements(n * 8).asLongBuffer().get(value, done, n);
        }
        return value;
    }

    public float[] readFloats() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 4);
        float[] value = new float[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 4);
            elements(n * 4).asFloatBuffer().get(value, done, n);
        }
        return value;
    }

    public double[] readDoubles() {
        int length = readLength();
        if (length < 0) {
            return null;
        }
        require(length, 8);
        double[] value = new double[length];
        for (int done = 0, n; done < length; done += n) {
            n = part(length - done, 8);
            elements(n * 8).asDoubleBuffer().get(value, done, n);
        }
        return value;
    }

    public BigInteger readBigInteger() {
        byte[] magnitude = readBytes();
        if (magnitude != null && magnitude.length == 0) {
            throw new EncodingException("a BigInteger without bytes");
        }
        return magnitude == null ? null : new BigInteger(magnitude);
    }

    private static <T> T present(T part) {
        if (part == null) {
            throw new EncodingException("a value without one of its parts");
        }
        return part;
    }

    public BigDecimal readBigDecimal() {
        return readPresence() ? new BigDecimal(present(readBigInteger()), readInt()) : null;
    }

    public UUID readUuid() {
        return readPresence() ? new UUID(readLong(), readLong()) : null;
    }

    public URI readUri() {
        String text = readString();
        return text == null ? null : URI.create(text);
    }

    public Path readPath() {
        String text = readString();
        return text == null ? null : Path.of(text);
    }

    public Duration readDuration() {
        return readPresence() ? Duration.ofSeconds(readLong(), readInt()) : null;
    }

    public Period readPeriod() {
        return readPresence() ? Period.of(readInt(), readInt(), readInt()) : null;
    }

    public Instant readInstant() {
        return readPresence() ? Instant.ofEpochSecond(readLong(), readInt()) : null;
    }

    public LocalDate readLocalDate() {
        return readPresence() ? LocalDate.ofEpochDay(readLong()) : null;
    }

    public LocalTime readLocalTime() {
        return readPresence() ? LocalTime.ofNanoOfDay(readLong()) : null;
    }

    public LocalDateTime readLocalDateTime() {
        return readPresence() ? LocalDateTime.of(LocalDate.ofEpochDay(readLong()), LocalTime.ofNanoOfDay(readLong())) : null;
    }

    public ZoneId readZoneId() {
        String id = readString();
        return id == null ? null : ZoneId.of(id);
    }

    public ZoneOffset readZoneOffset() {
        return readPresence() ? ZoneOffset.ofTotalSeconds(readInt()) : null;
    }

    public OffsetDateTime readOffsetDateTime() {
        return readPresence() ? OffsetDateTime.of(present(readLocalDateTime()), ZoneOffset.ofTotalSeconds(readInt())) : null;
    }

    public ZonedDateTime readZonedDateTime() {
        if (!readPresence()) {
            return null;
        }
        LocalDateTime local = present(readLocalDateTime());
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(readInt());
        return ZonedDateTime.ofLocal(local, ZoneId.of(present(readString())), offset);
    }

    public Year readYear() {
        return readPresence() ? Year.of(readInt()) : null;
    }

    public YearMonth readYearMonth() {
        return readPresence() ? YearMonth.of(readInt(), readInt()) : null;
    }

    public InputStream readInputStream() {
        if (!readPresence()) {
            return null;
        }
        long number = readLong();
        if (inputs == null) {
            throw new EncodingException("an InputStream where there can be none");
        }
        return inputs.open(number);
    }

    /**
     * Reads what {@link Encoder#writeSerializable} wrote, letting in only the declared type, the classes of its fields, and the
     * JDK's plain values and collections.
     *
     * @param path where the value stands, such as {@code argument shape}
     */
    public <S> S readSerializable(Class<S> declared, String path) {
        try {
            return readPresence() ? JavaSerialization.read(readBytes(), declared, allowed) : null;
        } catch (EncodingException e) {
            throw new EncodingException(path.concat(": ").concat(e.getMessage()), e.getCause());
        }
    }
}
