package io.quarkiverse.processpool;

/** The worker sent something that is not a frame, or an answer that nobody had asked for, and was killed. */
public final class ProtocolBrokenException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public ProtocolBrokenException(String message, TaskReport report) {
        super(message, report, null);
    }
}
