package io.quarkiverse.processpool.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Both sides: puts bytes of whole frames on a channel that blocks. Not safe for use by several threads. */
public final class FrameSink {

    private static final int BUFFER = 1 << 16;

    private final WritableByteChannel channel;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);

    public FrameSink(WritableByteChannel channel) {
        this.channel = channel;
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

    public void flush() throws IOException {
        direct.flip();
        try {
            while (direct.hasRemaining()) {
                channel.write(direct);
            }
        } finally {
            direct.clear();
        }
    }
}
