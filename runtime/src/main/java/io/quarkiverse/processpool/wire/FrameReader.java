package io.quarkiverse.processpool.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Both sides: takes frames from a channel. Small frames stay where they were read; a large one gets an array of its own, which
 * grows as its bytes really come, or is {@linkplain FrameType#isReadAsItComes() read as it comes}. Not safe for use by several
 * threads.
 */
public final class FrameReader implements Decoder.Source, BriefPolling.Sign {

    private static final int BUFFER = 1 << 16;
    private static final int FIRST_STEP = (1 << 20) + (1 << 10);

    private static final int MOST_KEPT = 1 << 22;

    private final ReadableByteChannel channel;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private int limit;
    private final BriefPolling polling = new BriefPolling();
    /** What the sender says, or null. */
    private Sent sent;
    private long received;

    private FrameType type;
    private byte[] array;
    /** That of the last large frame, for the next one; given up when frames are small again. */
    private byte[] large;
    private int offset;
    private int length;
    private boolean broken;
    /** So much of the payload of the current frame has to be read from the channel yet, or passed over. */
    private int unread;

    public FrameReader(ReadableByteChannel channel, int limit) {
        this.channel = channel;
        this.limit = limit;
        direct.limit(0);
    }

    /** Accepts payloads of up to so many bytes from now on. */
    public void limit(int newLimit) {
        limit = newLimit;
    }

    /** From now on looks for a moment at what the sender says that it has sent, before it waits in the channel. */
    public void poll(Sent bySender) {
        sent = bySender;
    }

    /** Whether there is something in the channel, as far as the sender says. */
    @Override
    public boolean isThere() {
        return sent.bytes() > received;
    }

    /**
     * Waits for the next frame; {@link #payload} is valid until the next call of this or of {@link #hasNext()}.
     *
     * @return null at the end of the channel between two frames
     * @throws ProtocolException if what comes is not a frame
     * @throws EOFException if the channel ends within a frame
     */
    public FrameType next() throws IOException {
        passOver();
        array = buffer;
        if (!fill(FrameHeader.SIZE)) {
            if (to > from) {
                throw new EOFException("the channel ended within the header of a frame");
            }
            return null;
        }
        type = FrameHeader.type(buffer, from);
        length = FrameHeader.length(buffer, from, limit);
        from += FrameHeader.SIZE;
        if (type.isReadAsItComes()) {
            unread = length;
        } else if (length <= BUFFER) {
            large = null;
            if (!fill(length)) {
                throw new EOFException("the channel ended within a frame");
            }
            offset = from;
            from += length;
        } else {
            readLarge();
        }
        return type;
    }

    /** For {@link #detach}. */
    public static byte[] newBuffer() {
        return new byte[BUFFER];
    }

    /** Leaves the payload of the current frame to whoever reads it still: the next frames go to that array. */
    public void detach(byte[] next) {
        System.arraycopy(buffer, from, next, 0, to - from);
        buffer = next;
        large = null;
        to -= from;
        from = 0;
    }

    /** Whether the next frame is here already, so that {@link #next()} would not wait. */
    public boolean hasNext() {
        if (unread > 0) {
            return false;
        }
        if (to - from < FrameHeader.SIZE && direct.hasRemaining()) {
            moveFromDirect(FrameHeader.SIZE);
        }
        return to - from >= FrameHeader.SIZE
                && to - from + direct.remaining() >= FrameHeader.SIZE + Bits.getInt(buffer, from + 4);
    }

    /** Points a decoder at the payload of the current frame. */
    public Decoder payload(Decoder decoder) {
        return type.isReadAsItComes() ? decoder.reset(this, length) : decoder.reset(array, offset, length);
    }

    /**
     * The next bytes of the payload of the current frame.
     *
     * @throws UncheckedIOException if the channel fails, or ends within it
     */
    @Override
    public int read(byte[] target, int at, int most) {
        try {
            int n = Math.min(most, unread);
            if (to > from) {
                n = Math.min(n, to - from);
                System.arraycopy(buffer, from, target, at, n);
                from += n;
            } else {
                n = Math.min(n, waitForDirect());
                direct.get(target, at, n);
            }
            unread -= n;
            return n;
        } catch (IOException e) {
            broken = true;
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the channel has ended, or failed, while the payload of the current frame was read as it came. */
    public boolean isBroken() {
        return broken;
    }

    /** What nobody has read of the payload of the current frame. */
    private void passOver() throws IOException {
        int here = Math.min(unread, to - from);
        from += here;
        unread -= here;
        while (unread > 0) {
            int n = Math.min(unread, waitForDirect());
            direct.position(direct.position() + n);
            unread -= n;
        }
    }

    private int waitForDirect() throws IOException {
        if (!direct.hasRemaining() && !read()) {
            throw new EOFException("the channel ended within a frame of " + length + " bytes");
        }
        return direct.remaining();
    }

    public int payloadLength() {
        return length;
    }

    /** Makes so many bytes available in the buffer, which is large enough for them. */
    private boolean fill(int count) throws IOException {
        while (to - from < count) {
            if (direct.hasRemaining()) {
                moveFromDirect(count);
            } else if (!read()) {
                return false;
            }
        }
        return true;
    }

    private void moveFromDirect(int count) {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (BUFFER - from < count || to == BUFFER) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int n = Math.min(direct.remaining(), BUFFER - to);
        direct.get(buffer, to, n);
        to += n;
    }

    private boolean read() throws IOException {
        long since = sent == null ? 0 : polling.await(this);
        direct.clear();
        int n;
        try {
            n = channel.read(direct);
        } finally {
            direct.flip();
        }
        if (sent != null) {
            received += n;
            polling.waited(since);
        }
        return n >= 0;
    }

    private void readLarge() throws IOException {
        if (large == null || large.length < Math.min(length, FIRST_STEP)) {
            large = new byte[Math.min(length, FIRST_STEP)];
        }
        int have = to - from;
        System.arraycopy(buffer, from, large, 0, have);
        from = to;
        while (have < length) {
            if (have == large.length) {
                byte[] larger = new byte[(int) Math.min(length, have * 4L)];
                System.arraycopy(large, 0, larger, 0, have);
                large = larger;
            }
            int n = Math.min(waitForDirect(), Math.min(length, large.length) - have);
            direct.get(large, have, n);
            have += n;
        }
        array = large;
        offset = 0;
        if (large.length > MOST_KEPT) {
            large = null;
        }
    }
}
