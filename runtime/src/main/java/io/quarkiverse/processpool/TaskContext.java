package io.quarkiverse.processpool;

import java.util.concurrent.CancellationException;

import io.quarkiverse.processpool.wire.RunningTask;

/**
 * What a marked method can say and ask while it runs: {@code TaskContext.current()}. Can be used from any thread of the
 * worker. Where a method is called directly, without a pool, it does nothing and is never cancelled.
 */
public final class TaskContext {

    private static final TaskContext CURRENT = new TaskContext();

    private TaskContext() {
    }

    /** The context of the task that runs now. */
    public static TaskContext current() {
        return CURRENT;
    }

    /**
     * Says how far the task has come. It costs no more than writing three numbers; the caller sees the last ones
     * ({@link ProcessPool#track}), and a {@code progress-timeout} is counted anew.
     *
     * @param done how much is done, in any unit
     * @param total of how much, or 0 if that is not known
     */
    public void progress(long done, long total) {
        RunningTask task = RunningTask.current();
        if (task != null) {
            task.progress(done, total);
        }
    }

    /**
     * Whether nobody waits for the result any more. The thread of the task was also interrupted, once; a task that goes on
     * is killed with its worker after {@code cancel-grace}.
     */
    public boolean isCancelled() {
        RunningTask task = RunningTask.current();
        return task != null && task.isCancelled();
    }

    /** Ends the task if it {@linkplain #isCancelled() is cancelled}. */
    public void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("The task was cancelled");
        }
    }

    /** Whether this process is a worker, and not the application. */
    public static boolean isInWorker() {
        RunningTask task = RunningTask.current();
        return task != null && task.isInWorker();
    }
}
