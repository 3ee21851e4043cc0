package io.quarkiverse.processpool;

import java.time.Duration;

/**
 * The pool could not bring a task to an outcome of its own: its worker died, a limit fired, or no worker could be had. Each
 * task has an instance of its own. What killed the workers of earlier runs of the task, if it was
 * {@linkplain InProcessPool#retries() repeated}, is {@linkplain #getSuppressed() suppressed} in it.
 */
public abstract sealed class TaskLostException extends ProcessPoolException
        permits WorkerDiedException, TaskTimeoutException, WorkerStartException, WorkerInitException,
        TaskQuarantinedException {

    private static final long serialVersionUID = 1L;

    private final TaskReport report;

    TaskLostException(String message, TaskReport report, Throwable cause) {
        super(message, cause);
        this.report = report;
    }

    /** The task, its worker, how long it ran, which limit fired, and what the worker said last. */
    public final TaskReport report() {
        return report;
    }

    /** The number of the task in its pool. */
    public final long taskId() {
        return report.taskId();
    }

    /** The process id of the worker, or -1 if the task never had one. */
    public final long pid() {
        return report.pid();
    }

    /** How long the task had been running. */
    public final Duration ran() {
        return report.ran();
    }
}
