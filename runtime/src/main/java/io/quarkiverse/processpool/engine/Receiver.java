package io.quarkiverse.processpool.engine;

/**
 * Parent side: who waits for the outcomes of the tasks of one call. Each task has one outcome, told once, on the
 * reader thread of a worker: it must not wait there.
 */
abstract class Receiver {

    /** Guarded by the pool's lock: nobody wants the outcomes any more. */
    boolean cancelled;
    /** Guarded by the pool's lock: how many of its tasks are in the queue. */
    int queued;
    /** The pool that the user sees, until the last outcome is told: {@link Abandonment} waits for that. */
    Object pool;

    /** @param index of the task in the call */
    abstract void result(int index, Object value);

    /** @param index of the task in the call */
    abstract void failure(int index, Throwable failure);

    /** So many more tasks have had their outcome told, all by the same thread. */
    void delivered(int count) {
    }
}
