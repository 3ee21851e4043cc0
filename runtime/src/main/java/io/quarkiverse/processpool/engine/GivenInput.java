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
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.InputPiece;

/**
 * Parent side: a stream that is an argument of a task. It is read while the task runs, on a thread of the pool, and closed when
 * the task is done with it, or will not run. Neither is done on a thread that others wait for: what the stream does is its own
 * affair.
 */
final class GivenInput {

    private static final int HEADER = Integer.BYTES;
    private static final long AGAIN_NANOS = 50_000_000;

    /** By which the worker asks for it; nobody else can guess it. */
    final long number;
    /** Of its task: the first, the second and so on of the ticket when it is encoded, and then the index in the call. */
    int index;
    /** Whose task it is for. */
    Receiver receiver;
    /** Null when it is closed, or is being closed. */
    private InputStream source;
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

    /**
     * Begins to read it and to send what is in it; if that was begun before, or it is over, says so there. Returns at once.
     *
     * @param giveUp ends a worker that would wait for ever
     */
    void send(Path to, byte[] token, Runnable giveUp) {
        boolean isFirst;
        synchronized (this) {
            isFirst = !asked;
            asked = true;
        }
        pool.aside(() -> transfer(to, token, isFirst, giveUp));
    }

    private void transfer(Path to, byte[] token, boolean isFirst, Runnable giveUp) {
        try (SocketChannel channel = open()) {
            channel.connect(UnixDomainSocketAddress.of(to));
            write(channel, ByteBuffer.wrap(token));
            if (isFirst && hold(channel)) {
                copy(channel);
            } else {
                fail(channel, new IOException("it was closed before, or another run has read it"));
            }
        } catch (IOException e) {
            // the task does not read on: it is over, or its worker is
        } catch (Throwable e) {
            giveUp.run();
        } finally {
            if (isFirst) {
                closeNow();
            }
        }
    }

    /** There may be no descriptor for it at the moment, and the task waits. */
    private SocketChannel open() throws IOException {
        while (true) {
            try {
                return SocketChannel.open(StandardProtocolFamily.UNIX);
            } catch (IOException e) {
                if (isOver()) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean hold(SocketChannel channel) {
        socket = channel;
        return !over;
    }

    private void copy(SocketChannel channel) throws IOException {
        InputStream from;
        synchronized (this) {
            from = source;
        }
        if (from == null) {
            return; // the worker finds the socket closed
        }
        ByteBuffer piece = ByteBuffer.allocate(HEADER + InputPiece.MOST);
        int length;
        do {
            try {
                length = from.read(piece.array(), HEADER, InputPiece.MOST);
                if (length > InputPiece.MOST) {
                    throw new IllegalStateException(
                            "read gave " + length + " bytes where there was room for " + InputPiece.MOST);
                }
            } catch (Throwable e) {
                fail(channel, e);
                return;
            }
            int bytes = Math.max(length, 0);
            if (bytes > 0 || length < 0) {
                write(channel, piece.clear().putInt(0, length < 0 ? InputPiece.END : bytes).limit(HEADER + bytes));
            }
        } while (length >= 0 && !isOver());
    }

    private static void fail(SocketChannel channel, Throwable failure) throws IOException {
        byte[] text = nameAndMessage(failure).getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, Math.min(text.length, InputPiece.MOST));
        write(channel,
                ByteBuffer.allocate(2 * HEADER + cut.length).putInt(InputPiece.FAILED).putInt(cut.length).put(cut).flip());
    }

    private static String nameAndMessage(Throwable failure) {
        try {
            return String.valueOf(failure.toString());
        } catch (Throwable silent) {
            return failure.getClass().getName();
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Nobody reads it any more. Returns at once. */
    void close() {
        SocketChannel open;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            open = socket;
        }
        if (open != null) {
            close(open); // which does not wait
        }
        pool.close(this);
    }

    private void closeNow() {
        synchronized (this) {
            over = true;
        }
        closeSource();
    }

    /** On a thread that may wait. */
    void closeSource() {
        InputStream open;
        synchronized (this) {
            open = source;
            source = null;
        }
        pool.isOver(this);
        if (open != null) {
            close(open);
        }
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (Throwable e) {
            // it was told
        }
    }
}
