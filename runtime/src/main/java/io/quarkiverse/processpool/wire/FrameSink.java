package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Both sides: puts bytes of whole frames on a channel that blocks. Not safe for use by several threads. */
public final class FrameSink {

    private static final int BUFFER = 1 << 16;

    private final WritableByteChannel channel;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final Sent sent;

    /** @param sent where the other side sees that there is something to read, or null */
    public FrameSink(WritableByteChannel channel, Sent sent) {
        this.channel = channel;
        this.sent = sent;
    }

    /** Adds bytes to those that the next {@link #flush()} writes, and writes when the buffer is full. */
    public void put(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, room());
            direct.put(bytes, at, n);
            at += n;
            left -= n;
        }
    }

    private int room() throws IOException {
        if (!direct.hasRemaining()) {
            flush();
        }
        return direct.remaining();
    }

    /** Adds the next so many bytes of that buffer. */
    public void put(ByteBuffer bytes, int length) throws IOException {
        int end = bytes.limit();
        int left = length;
        while (left > 0) {
            int n = Math.min(left, room());
            direct.put(bytes.limit(bytes.position() + n));
            bytes.limit(end);
            left -= n;
        }
    }

    private void wrote(int bytes) {
        if (sent != null) {
            sent.add(bytes);
        }
    }

    /** Writes what was put. */
    public void flush() throws IOException {
        direct.flip();
        try {
            while (direct.hasRemaining()) {
                wrote(channel.write(direct));
            }
        } finally {
            direct.clear();
        }
    }
}
