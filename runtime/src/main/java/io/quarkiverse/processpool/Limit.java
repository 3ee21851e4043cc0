package io.quarkiverse.processpool;

/** Which limit of a pool ended a task or its worker. */
public enum Limit {

    /** {@code queue-timeout}: it waited too long for a worker. */
    QUEUE("queue-timeout"),
    /** {@code start-timeout}: the worker was not ready, or had not begun the task, in time. */
    START_UP("start-timeout"),
    /** {@code task-timeout} or {@link InProcessPool#timeout()}: it ran too long. */
    TASK("task-timeout"),
    /** {@code progress-timeout}: it ran too long without a word of {@link TaskContext#progress progress}. */
    PROGRESS("progress-timeout"),
    /** {@code max-rss} or {@code heap}: its worker took too much memory. */
    MEMORY("memory limit"),
    /** {@code shutdown-timeout}: the application ended before the task did. */
    SHUTDOWN("shutdown-timeout");

    private final String key;

    Limit(String key) {
        this.key = key;
    }

    /** What messages call it: the name of its configuration key, where it has one. */
    @Override
    public String toString() {
        return key;
    }
}
