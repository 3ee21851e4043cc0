package io.quarkiverse.processpool;

/** A signal ended the worker while it ran the task: a person's, the kernel's because memory was short, or the pool's own. */
public final class WorkerKilledException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    private final boolean sentByPool;

    /** Made by a pool; and by tests of code that handles it. */
    public WorkerKilledException(String message, TaskReport report, boolean sentByPool) {
        super(message, report, null);
        this.sentByPool = sentByPool;
    }

    /** Whether the pool had sent the signal; the message says why. */
    public boolean sentByPool() {
        return sentByPool;
    }
}
