package io.quarkiverse.processpool.wire;

/** Both sides: how one task ended in the worker, as one byte in a frame of results. */
public final class Outcome {

    /** How many bytes stand before what one outcome is: the byte that says how it ended, and its length. */
    public static final int HEADER = 1 + Integer.BYTES;

    /** The encoded result follows. */
    public static final byte RESULT = 0;
    /** The {@link ThrownForm} of what the method threw follows. */
    public static final byte THROWN = 1;
    /** The arguments could not be read; a text follows. */
    public static final byte BAD_ARGUMENTS = 2;
    /** The result could not be written; a text follows. */
    public static final byte BAD_RESULT = 3;
    /** The result is over the limit; its size as a long follows. */
    public static final byte TOO_LARGE = 4;
    /** As {@link #THROWN}, and the worker ends itself after this frame, because its heap may be in any state. */
    public static final byte THROWN_AND_ENDS = 5;

    /** The class of the method could not be initialised here; the {@link ThrownForm} of what it threw follows. */
    public static final byte INIT_FAILED = 6;

    /** The encoded result is in the {@link Lane}: the end of its place as a long, and its length as an int, follow. */
    public static final byte RESULT_IN_LANE = 7;

    /**
     * The encoded result has come in {@link FrameType#RESULT_PIECE pieces} before; how many bytes there were, as a long,
     * follows.
     */
    public static final byte RESULT_IN_PIECES = 8;

    private Outcome() {
    }
}
