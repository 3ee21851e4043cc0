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
    /** When a tick takes so long, this process was stopped; then it has not seen yet what its workers have done meanwhile. */
    private static final long STOPPED_NANOS = 1_000_000_000L;
    private static final long CATCH_UP_NANOS = 500_000_000L;
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
            try {
                thread = threads.start("watchdog", this);
            } catch (Error e) {
                running.set(false); // the next one tries again
            }
        } else if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!dispatcher.ending().isOver()) {
            try {
                goRounds();
            } catch (Throwable e) {
                Shortage.pause();
            }
        }
        dispatcher.ending().over();
    }

    /** For as long as it has memory; should the JVM take its frames away for want of that, {@link #run()} begins it anew. */
    private void goRounds() {
        int quiet = 0;
        long before = System.nanoTime();
        while (!dispatcher.ending().isOver()) {
            boolean wasStopped = System.nanoTime() - before > STOPPED_NANOS;
            long next = look(wasStopped);
            before = System.nanoTime();
            quiet = next < 0 ? 0 : quiet + 1;
            if (wasStopped) {
                LockSupport.parkNanos(CATCH_UP_NANOS);
            } else if (quiet < WAKEFUL_ROUNDS) {
                LockSupport.parkNanos(TICK_NANOS);
            } else {
                sleep();
                before = System.nanoTime();
            }
        }
    }

    /** Whatever goes wrong in one round, the limits hold in the next, and what was left undone is done. */
    private long look(boolean lenient) {
        long next = watch(lenient);
        try {
            return dispatcher.remedy().run(System.nanoTime()) ? -1 : next;
        } catch (Throwable e) {
            roundFailed(e);
            return -1;
        }
    }

    private long watch(boolean lenient) {
        try {
            WatchRound round = new WatchRound(dispatcher.settings, lenient);
            long next = dispatcher.caretaker().watch(round);
            dispatcher.caretaker().act(round);
            return next;
        } catch (Throwable e) {
            roundFailed(e);
            return -1;
        }
    }

    private void roundFailed(Throwable problem) {
        try {
            dispatcher.caretaker().roundFailed(problem);
        } catch (Error e) {
            // what there is to say has no room either
        }
    }

    private void sleep() {
        asleep = true;
        try {
            long next = look(false); // what has come since the round before wakes nobody
            if (next > 0 && !dispatcher.ending().isOver()) {
                LockSupport.parkNanos(Math.max(TICK_NANOS, Math.min(next, LONGEST_SLEEP)));
            }
        } finally {
            asleep = false;
        }
    }
}
