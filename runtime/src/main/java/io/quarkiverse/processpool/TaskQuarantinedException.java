package io.quarkiverse.processpool;

import java.time.Instant;

/**
 * The same method with the same arguments has just killed its workers as often as it may, and is not run again for a time.
 * The cause is what it failed with then.
 */
public final class TaskQuarantinedException extends TaskLostException {

    private static final long serialVersionUID = 1L;

    private final Instant until;

    /** Made by a pool; and by tests of code that handles it. */
    public TaskQuarantinedException(String message, TaskReport report, Instant until, Throwable evidence) {
        super(message, report, evidence);
        this.until = until;
    }

    /** When it may run again. */
    public Instant until() {
        return until;
    }
}
