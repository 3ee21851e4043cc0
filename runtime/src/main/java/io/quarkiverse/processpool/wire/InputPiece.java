package io.quarkiverse.processpool.wire;

/**
 * Both sides: how a stream travels that is an argument. It has a socket of its own, on which the parent shows the token of the
 * worker and then writes pieces: a length, and so many bytes. So the socket is what keeps the reading side of the parent no
 * more than its buffers ahead of the task.
 */
public final class InputPiece {

    /** The largest length. */
    public static final int MOST = 1 << 16;
    /** In place of a length: the stream has ended. */
    public static final int END = 0;
    /** In place of a length: the parent could not read on; a length and a text of so many bytes in UTF-8 follow. */
    public static final int FAILED = -1;

    private InputPiece() {
    }
}
