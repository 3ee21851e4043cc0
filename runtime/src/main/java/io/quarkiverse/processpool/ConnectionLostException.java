package io.quarkiverse.processpool;

/**
 * The worker lost its parent from sight, though the parent lives: its leash or its channel was closed, by a task or by native
 * code.
 */
public final class ConnectionLostException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public ConnectionLostException(String message, TaskReport report) {
        super(message, report, null);
    }
}
