package io.quarkiverse.processpool;

/**
 * A {@link WorkerInit} method threw, so the task never began. Its {@linkplain #getCause() cause} is what was thrown,
 * with the stack of the worker. The next task tries again, in a new worker.
 */
public final class WorkerInitException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    private final long pid;
    private final String className;
    private final String originalMessage;

    /**
     * @param pid of the process in which the method ran
     * @param className the class of what it threw
     * @param originalMessage the message of what it threw, may be null
     */
    public WorkerInitException(String message, long pid, String className, String originalMessage, Throwable cause) {
        super(message, cause);
        this.pid = pid;
        this.className = className;
        this.originalMessage = originalMessage;
    }

    /** The process in which the method ran. */
    public long pid() {
        return pid;
    }

    /** The class of what the method threw, also where the cause could not be rebuilt in that class. */
    public String className() {
        return className;
    }

    /** The message of what the method threw, may be null. */
    public String originalMessage() {
        return originalMessage;
    }
}
