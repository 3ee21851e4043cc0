package io.quarkiverse.processpool;

import java.time.Duration;

/**
 * A task took longer than it may: it waited too long in the queue, ran too long, gave no word of progress, or was not done
 * when the application ended. {@link TaskReport#limit()} says which. If it was running, its worker was killed.
 */
public final class TaskTimeoutException extends TaskLostException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /** Made by a pool; and by tests of code that handles it. */
    public TaskTimeoutException(String message, TaskReport report, Duration timeout) {
        super(message, report, null);
        this.timeout = timeout;
    }

    /** Which limit fired. */
    public Limit limit() {
        return report().limit();
    }

    /** The limit that the task went over. */
    public Duration timeout() {
        return timeout;
    }

    /** What the threads of the worker were doing just before it was killed; empty if it could not say it any more. */
    public String threadDump() {
        return report().threadDump();
    }
}
