package io.quarkiverse.processpool;

import java.time.Duration;

/**
 * A pool that code has made with {@link ProcessPools#create}, and ends: Python's {@code Pool}. It runs tasks of all methods,
 * whatever pool they name.
 * <p>
 * In a try-with-resources statement the tasks that were submitted still run after the block; {@link #join} waits for them.
 */
public interface OwnedPool extends ProcessPool, AutoCloseable {

    /** As in {@link ProcessPools#create}. */
    String name();

    /** Its workers and what they have done, at this moment. */
    PoolStats stats();

    /**
     * Changes how many workers there may be, while it runs. What is more ends after what it is doing.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,024
     */
    void resize(int workers);

    /** Ends the workers that have nothing to do, which gives their memory back to the system. Returns at once. */
    void shrink();

    /**
     * Takes no more tasks: from now on each submission is an {@link IllegalStateException}. Those that were
     * submitted run, and then the workers end. Returns at once.
     */
    @Override
    void close();

    /** As {@link #close()}, but what was submitted is cancelled and the workers are killed. Returns at once. */
    void terminate();

    /**
     * Waits for the workers to end: Python's {@code join}.
     *
     * @throws IllegalStateException if the pool was neither closed nor terminated
     * @throws InterruptedException if this thread is interrupted; the pool goes on ending
     */
    void join() throws InterruptedException;

    /**
     * Waits for the workers to end, and not longer than that.
     *
     * @return whether they have
     * @throws IllegalStateException if the pool was neither closed nor terminated
     */
    boolean join(Duration timeout) throws InterruptedException;
}
