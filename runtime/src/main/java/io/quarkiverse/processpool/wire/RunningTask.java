package io.quarkiverse.processpool.wire;

/**
 * Both sides: what a task can say and ask while it runs. A worker runs one task at a time, so there it is one for all threads;
 * a pool that runs tasks in its own process has one for each thread.
 */
public abstract class RunningTask {

    private static volatile RunningTask ofProcess;
    private static final ThreadLocal<RunningTask> OF_THREAD = new ThreadLocal<>();

    /** What speaks for the tasks of this process from now on. */
    public static void setForProcess(RunningTask task) {
        ofProcess = task;
    }

    /** What speaks for the task of this thread from now on, or null. */
    public static void setForThread(RunningTask task) {
        if (task == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(task);
        }
    }

    /** That of this process, or else of this thread; null if there is none. */
    public static RunningTask current() {
        RunningTask task = ofProcess;
        return task != null ? task : OF_THREAD.get();
    }

    public abstract void progress(long done, long total);

    public abstract boolean isCancelled();

    /** Whether the task runs in a worker process. */
    public abstract boolean isInWorker();
}
