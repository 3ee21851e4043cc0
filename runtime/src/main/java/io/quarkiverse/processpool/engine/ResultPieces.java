package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;

/**
 * Parent side: what a worker has sent so far of a result that is too large for one frame. It is read once, and given up by
 * piece. Filled by one thread, then read by one.
 */
final class ResultPieces implements Decoder.Source {

    final long sequence;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private long size;
    private int at;

    /** @param sequence the number of the task that it is the result of */
    ResultPieces(long sequence) {
        this.sequence = sequence;
    }

    void add(byte[] piece) {
        if (piece.length > 0) {
            pieces.add(piece);
            size += piece.length;
        }
    }

    /** How many bytes have come. */
    long size() {
        return size;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        byte[] piece = pieces.peek();
        if (piece == null) {
            throw new EncodingException("a result that was read before");
        }
        int n = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, to, offset, n);
        at += n;
        if (at == piece.length) {
            pieces.remove();
            at = 0;
        }
        return n;
    }
}
