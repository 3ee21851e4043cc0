package io.quarkiverse.processpool.engine;

/**
 * Parent side: who waits for the outcomes of the tasks of one call. Each task has one outcome, told once, on the
 * reader thread of a worker: it must not wait there, except for memory to keep what it is told.
 */
abstract class Receiver extends Chain.Link<Receiver> {

    /** Guarded by the pool's lock: nobody wants the outcomes any more. */
    boolean cancelled;
    /** Guarded by the pool's lock: how many of its tasks are in the queue. */
    int queued;
    /** Its tasks count for the size of the queue; set before they come into it. */
    boolean isBounded;
    /**
     * Of the {@link OpenCalls}: whether it is there, in which look somebody was seen to have a task of it, and how many looks
     * ago that was.
     */
    boolean isListed;
    int hadIn;
    byte missed;
    /** The pool that the user sees, until the last outcome is told: {@link Abandonment} waits for that. */
    WorkerPool pool;

    /** @param index of the task in the call */
    abstract void result(int index, Object value);

    /** @param index of the task in the call */
    abstract void failure(int index, Throwable failure);

    /** Whether it waits for no outcome any more. Needs no lock. */
    abstract boolean isTold();

    /**
     * Nobody has its tasks any more: it fails, unless it is only that nobody has told it.
     *
     * @return how many of its tasks have failed thereby
     */
    int lost(Error problem) {
        outcome(0, null, problem);
        return 1;
    }

    /** So many more tasks have had their outcome told, all by the same thread. */
    void delivered(int count) {
    }

    /** @param index of the task in the call, which says that it has come so far */
    void progress(int index, long done, long total) {
    }

    /** What a failure to read or write a result is about. */
    String subject() {
        return "The result";
    }

    /** Whether a task may run once more after its worker died. */
    boolean mayBeRepeated() {
        return true;
    }

    /** How much of the time that a task has been running counts for its limits; under the pool's lock. */
    long countedNanos(WorkerHandle worker, long now, long elapsed) {
        return elapsed;
    }

    /** Tells the outcome of a task; what one receiver does is not for those after it to suffer from. */
    final void outcome(int index, Object value, Throwable failure) {
        try {
            if (failure == null) {
                result(index, value);
            } else {
                failure(index, failure);
            }
        } catch (Throwable e) {
            Shortage.note(e); // it was told, as a rule
        }
    }

    /** The same for something else that is to be told. */
    static void telling(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) {
            Shortage.note(e); // it was told, as a rule
        }
    }
}
