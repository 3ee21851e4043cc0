package io.quarkiverse.processpool;

/** Whether a pool can serve. */
public enum PoolHealth {

    /** It takes tasks, and has or can have workers. */
    UP,
    /**
     * Workers cannot be started: several in a row ended before they had served. Tasks fail at once with
     * {@link WorkerStartException}; after a pause a worker is tried, and if it starts, the pool is up again.
     */
    DOWN,
    /** It takes no tasks any more. That of an application closes when the application stops. */
    CLOSED
}
