package io.quarkiverse.processpool;

import java.time.Duration;

/** A task ran for longer than it may, and its worker was killed. */
public final class TaskTimeoutException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    private final long taskId;
    private final long pid;
    private final Duration timeout;

    public TaskTimeoutException(String message, long taskId, long pid, Duration timeout) {
        super(message, null);
        this.taskId = taskId;
        this.pid = pid;
        this.timeout = timeout;
    }

    public long taskId() {
        return taskId;
    }

    /** The process id of the worker that was killed. */
    public long pid() {
        return pid;
    }

    /** The limit that the task went over. */
    public Duration timeout() {
        return timeout;
    }
}
