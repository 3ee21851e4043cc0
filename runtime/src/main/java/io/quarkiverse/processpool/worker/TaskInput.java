package io.quarkiverse.processpool.worker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;

import io.quarkiverse.processpool.wire.InputPiece;

/** Worker side: a stream that is an argument of the task that runs. The parent connects to it, and sends what it reads. */
final class TaskInput extends InputStream {

    private final Path socket;
    private final byte[] token;
    private final ServerSocketChannel server;
    private SocketChannel channel;
    private DataInputStream pieces;
    /** Of the piece that is being read. */
    private int left;
    private boolean ended;
    private volatile boolean closed;

    /** Waits for the parent there from now on, without holding this thread up. */
    TaskInput(Path socket, byte[] token) throws IOException {
        this.socket = socket;
        this.token = token;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (closed) {
            throw new IOException("The stream is closed, or the task that it was an argument of is over");
        }
        if (length == 0) {
            return 0;
        }
        connect();
        try {
            while (left == 0) {
                if (ended) {
                    return -1;
                }
                begin(pieces.readInt());
            }
            int read = pieces.read(to, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
            return read;
        } catch (EOFException e) {
            throw new IOException(
                    "The stream was cut off by the process that reads it: the call was cancelled, or its pool ended");
        }
    }

    private void begin(int piece) throws IOException {
        if (piece == InputPiece.END) {
            ended = true;
        } else if (piece == InputPiece.FAILED) {
            byte[] text = pieces.readNBytes(Math.min(pieces.readInt(), InputPiece.MOST));
            close();
            throw new IOException("The stream could not be read on: ".concat(new String(text, StandardCharsets.UTF_8)));
        } else if (piece < 0 || piece > InputPiece.MOST) {
            throw new IOException("A piece of ".concat(Integer.toString(piece)).concat(" bytes"));
        } else {
            left = piece;
        }
    }

    private void connect() throws IOException {
        while (channel == null) {
            SocketChannel candidate = server.accept();
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(candidate)));
            byte[] shown = in.readNBytes(token.length);
            if (MessageDigest.isEqual(shown, token)) {
                channel = candidate;
                pieces = in;
                stopListening();
                if (closed) { // by another thread meanwhile
                    candidate.close();
                }
            } else {
                candidate.close();
            }
        }
    }

    private void stopListening() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }

    @Override
    public int available() throws IOException {
        return closed || left == 0 ? 0 : Math.min(left, pieces.available());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        SocketChannel open = channel;
        if (open != null) {
            open.close();
        }
        stopListening();
    }
}
