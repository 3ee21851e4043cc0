package io.quarkiverse.processpool;

/**
 * No worker could be started for the task. The message has the command line and what the process wrote to its standard error.
 */
public final class WorkerStartException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    public WorkerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
