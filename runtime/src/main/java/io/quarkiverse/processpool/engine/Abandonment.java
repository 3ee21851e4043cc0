package io.quarkiverse.processpool.engine;

import java.lang.ref.Cleaner;

/**
 * Parent side: what becomes of a pool that nobody closed and nobody can reach any more: a warning, and the end of its
 * workers.
 * <p>
 * It can work only because nothing in the engine refers to the {@link WorkerPool} that users hold, except a
 * {@link Receiver} until its last outcome is told. So a pool with a call under way is never abandoned.
 */
final class Abandonment implements Runnable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final PoolCore core;

    private Abandonment(PoolCore core) {
        this.core = core;
    }

    static void watch(WorkerPool pool, PoolCore core) {
        CLEANER.register(pool, new Abandonment(core));
    }

    /** The pool was collected. */
    @Override
    public void run() {
        if (!core.dispatcher().ending().isOpen()) {
            return;
        }
        String name = core.settings().name();
        new WorkerLog(name).log(System.Logger.Level.WARNING, "The pool '" + name
                + "' was not closed, and nothing refers to it any more: its workers are ended now. Close each pool that you"
                + " make, best with try-with-resources.");
        core.dispatcher().ending().terminate(new Verdict.PoolTerminated());
    }
}
