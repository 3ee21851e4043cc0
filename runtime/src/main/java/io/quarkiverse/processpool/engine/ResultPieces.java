package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EncodingException;

/**
 * Parent side: what a worker has sent so far of a result that is too large for one frame. It is read once, and given up by
 * piece. Filled by one thread, then read by one.
 */
final class ResultPieces implements Decoder.Source {

    private static final int SMALLEST = 1 << 10;

    final long sequence;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    /** So much of the last one is filled. */
    private int filled;
    private long size;
    private int at;

    /** @param sequence the number of the task that it is the result of */
    ResultPieces(long sequence) {
        this.sequence = sequence;
    }

    /** All that is left in there; however small it is, the arrays here are not. */
    void add(Decoder in) {
        int left = in.remaining();
        size += left;
        while (left > 0) {
            byte[] last = pieces.peekLast();
            if (last == null || filled == last.length) {
                last = new byte[Math.max(left, (int) Math.min(Math.max(size, SMALLEST), Encoder.PIECE))];
                pieces.addLast(last);
                filled = 0;
            }
            int n = Math.min(left, last.length - filled);
            in.readRaw(last, filled, n);
            filled += n;
            left -= n;
        }
    }

    /** How many bytes have come. */
    long size() {
        return size;
    }

    /** So much heap they take. */
    long memory() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        byte[] piece = pieces.peekFirst();
        if (piece == null) {
            throw new EncodingException("a result that was read before");
        }
        int end = pieces.size() == 1 ? filled : piece.length;
        int n = Math.min(length, end - at);
        System.arraycopy(piece, at, to, offset, n);
        at += n;
        if (at == end) {
            pieces.removeFirst();
            at = 0;
        }
        return n;
    }
}
