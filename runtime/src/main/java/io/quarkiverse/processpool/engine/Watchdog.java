package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Parent side: one thread that looks at the workers of a pool every {@link #TICK_NANOS} while something runs, and sleeps while
 * nothing does. It ends tasks and workers that take too long, evicts idle workers, and frees what is stuck behind a long task.
 */
final class Watchdog implements Runnable {

    static final long TICK_NANOS = 10_000_000;
    /** It ticks on for so many rounds after the last task, so that the next one need not wake it. */
    private static final int WAKEFUL_ROUNDS = 100;
    private static final long LONGEST_SLEEP = 60_000_000_000L;

    private final Dispatcher dispatcher;
    private final PoolThreads threads;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean asleep;
    private volatile Thread thread;

    Watchdog(Dispatcher dispatcher, PoolThreads threads) {
        this.dispatcher = dispatcher;
        this.threads = threads;
    }

    /** Something has changed that it may have to watch. Cheap while it is awake. */
    void wake() {
        if (!running.get() && running.compareAndSet(false, true)) {
            thread = threads.start("watchdog", this);
        } else if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        int quiet = 0;
        while (!dispatcher.isOver()) {
            WatchRound round = new WatchRound(dispatcher.settings);
            long next = dispatcher.watch(round);
            dispatcher.act(round);
            quiet = next < 0 ? 0 : quiet + 1;
            if (quiet < WAKEFUL_ROUNDS) {
                LockSupport.parkNanos(TICK_NANOS);
            } else {
                sleep();
            }
        }
        dispatcher.over();
    }

    private void sleep() {
        asleep = true;
        try {
            WatchRound last = new WatchRound(dispatcher.settings); // what has come since the round before wakes nobody
            long next = dispatcher.watch(last);
            dispatcher.act(last);
            if (next > 0 && !dispatcher.isOver()) {
                LockSupport.parkNanos(Math.max(TICK_NANOS, Math.min(next, LONGEST_SLEEP)));
            }
        } finally {
            asleep = false;
        }
    }
}
