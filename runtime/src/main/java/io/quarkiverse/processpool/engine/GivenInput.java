package io.quarkiverse.processpool.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import io.quarkiverse.processpool.wire.InputPiece;

/**
 * Parent side: a stream that is an argument of a task. It is read while the task runs, on a thread of the pool, and closed when
 * the task is done with it, or will not run. Neither is done on a thread that others wait for: what the stream does is its own
 * affair.
 */
final class GivenInput {

    private static final int HEADER = Integer.BYTES;

    /** By which the worker asks for it; nobody else can guess it. */
    final long number;
    /** Of its task: the first, the second and so on of the ticket when it is encoded, and then the index in the call. */
    int index;
    /** Whose task it is for. */
    Receiver receiver;
    private final InputStream source;
    private final GivenInputs pool;
    private boolean asked;
    private boolean over;
    private SocketChannel socket;

    GivenInput(long number, int index, InputStream source, GivenInputs pool) {
        this.number = number;
        this.index = index;
        this.source = source;
        this.pool = pool;
    }

    /** Begins to read it and to send what is in it, unless that was begun before or it is over. Returns at once. */
    void send(Path to, byte[] token) {
        synchronized (this) {
            if (asked || over) {
                return;
            }
            asked = true;
        }
        pool.aside(() -> transfer(to, token));
    }

    private void transfer(Path to, byte[] token) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (hold(channel)) {
                channel.connect(UnixDomainSocketAddress.of(to));
                write(channel, ByteBuffer.wrap(token));
                copy(channel);
            }
        } catch (IOException e) {
            // the task does not read on: it is over, or its worker is
        } finally {
            closeNow();
        }
    }

    private synchronized boolean hold(SocketChannel channel) {
        socket = channel;
        return !over;
    }

    private void copy(SocketChannel channel) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(HEADER + InputPiece.MOST);
        int length;
        do {
            try {
                length = source.read(piece.array(), HEADER, InputPiece.MOST);
            } catch (IOException | RuntimeException | Error e) {
                fail(channel, e);
                return;
            }
            int bytes = Math.max(length, 0);
            if (bytes > 0 || length < 0) {
                write(channel, piece.clear().putInt(0, length < 0 ? InputPiece.END : bytes).limit(HEADER + bytes));
            }
        } while (length >= 0);
    }

    private static void fail(SocketChannel channel, Throwable failure) throws IOException {
        byte[] text = failure.toString().getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, Math.min(text.length, InputPiece.MOST));
        write(channel,
                ByteBuffer.allocate(2 * HEADER + cut.length).putInt(InputPiece.FAILED).putInt(cut.length).put(cut).flip());
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Nobody reads it any more. Returns at once. */
    void close() {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        pool.close(this);
    }

    /** On a thread that may wait. */
    void closeNow() {
        SocketChannel open;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            open = socket;
        }
        pool.isOver(this);
        if (open != null) {
            close(open);
        }
        close(source);
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException | RuntimeException | Error e) {
            // it was told
        }
    }
}
