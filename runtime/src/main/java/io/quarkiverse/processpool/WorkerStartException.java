package io.quarkiverse.processpool;

/**
 * No worker could be started for the task. The message has the command line and what the process wrote to its standard error.
 */
public final class WorkerStartException extends TaskLostException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public WorkerStartException(String message, TaskReport report, Throwable cause) {
        super(message, report, cause);
    }
}
