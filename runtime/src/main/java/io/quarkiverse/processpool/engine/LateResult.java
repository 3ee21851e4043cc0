package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Parent side: the outcome of a task (or one that several have in common) while it is read for longer than usual: told
 * by its reader or given up, once.
 */
final class LateResult {

    final Ticket tasks;
    final Thread reader;
    final long since = System.nanoTime();
    private final AtomicBoolean taken = new AtomicBoolean();

    LateResult(Ticket tasks, Thread reader) {
        this.tasks = tasks;
        this.reader = reader;
    }

    /** Whether it falls to the caller to tell; only once. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean isTaken() {
        return taken.get();
    }
}
