package io.quarkiverse.processpool.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parent side: the threads of one pool, all daemons and named after it. No lambdas here, nor on the way to the first
 * worker: the first lambda of a process that starts costs 20 ms.
 */
final class PoolThreads implements Executor, ThreadFactory {

    private static final long KEEP_SECONDS = 5;
    private static final int MOST_ATTEMPTS = 100;

    private final String pool;
    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor executor;

    PoolThreads(String pool) {
        this.pool = pool;
        executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                this);
    }

    @Override
    public Thread newThread(Runnable task) {
        return thread("work-" + numbers.incrementAndGet(), task);
    }

    /**
     * Runs something that may wait, without delaying anything else. Does not fail: if no thread can be had for a second, this
     * one does it.
     */
    @Override
    public void execute(Runnable task) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            try {
                executor.execute(task);
                return;
            } catch (Error e) {
                Shortage.pause();
            }
        }
        task.run();
    }

    /** Runs that on the executor; here, if that is gone or full, because what has come is due all the same. */
    static void executeOrRun(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            task.run();
        }
    }

    Thread start(String role, Runnable task) {
        Thread thread = thread(role, task);
        thread.start();
        return thread;
    }

    /** Not started yet. */
    Thread thread(String role, Runnable task) {
        Thread thread = new Thread(null, task, "process-pool-" + pool + "-" + role, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Lets the threads end as soon as they have nothing to do. */
    void end() {
        executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }
}
