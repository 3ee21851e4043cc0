package io.quarkiverse.processpool;

/** The worker ended itself while it ran the task: something called {@link System#exit} or {@link Runtime#halt}. */
public final class WorkerExitedException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public WorkerExitedException(String message, TaskReport report) {
        super(message, report, null);
    }
}
