package io.quarkiverse.processpool;

/**
 * A {@link WorkerInit} method threw, so the task never began. Its {@linkplain #getCause() cause} is what was thrown,
 * with the stack of the worker. The next task tries again, in a new worker.
 */
public final class WorkerInitException extends TaskLostException {

    private static final long serialVersionUID = 1L;

    private final String className;
    private final String originalMessage;

    /**
     * @param className the class of what it threw
     * @param originalMessage the message of what it threw, may be null
     */
    public WorkerInitException(String message, TaskReport report, String className, String originalMessage, Throwable cause) {
        super(message, report, cause);
        this.className = className;
        this.originalMessage = originalMessage;
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
