package io.quarkiverse.processpool.benchmarks;

import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.InProcessPool;

/** Work of a given length. */
public final class TimedWork {

    /** The kernel wakes a sleeper up to so much late. */
    private static final long WAKE_UP_NANOS = 100_000;

    private TimedWork() {
    }

    /** When and where an item ran; the clock is the same in all processes of a machine. */
    public record Ran(long worker, long startedNanos, long endedNanos) {
    }

    /** Takes that time and leaves the core to others, but for its end. */
    @InProcessPool(pool = "work")
    public static Ran sleep(long nanos) {
        long start = System.nanoTime();
        long left;
        while ((left = start + nanos - System.nanoTime()) > WAKE_UP_NANOS) {
            LockSupport.parkNanos(left - WAKE_UP_NANOS);
        }
        return spinUntil(start, nanos);
    }

    /** Takes that time and a core. */
    @InProcessPool(pool = "work")
    public static Ran spin(long nanos) {
        return spinUntil(System.nanoTime(), nanos);
    }

    /** Several items as one task, as a pool with fixed chunks runs them. */
    @InProcessPool(pool = "work")
    public static int chunk(boolean sleeping, long[] nanos) {
        for (long each : nanos) {
            if (sleeping) {
                sleep(each);
            } else {
                spin(each);
            }
        }
        return nanos.length;
    }

    /** So many rounds of arithmetic. */
    @InProcessPool(pool = "work")
    public static long mix(long rounds) {
        long x = rounds | 1;
        for (long i = 0; i < rounds; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static Ran spinUntil(long start, long nanos) {
        long now = start;
        while (now - start < nanos) {
            now = System.nanoTime();
        }
        return new Ran(ThisProcess.ID, start, now);
    }

    private static final class ThisProcess {
        static final long ID = ProcessHandle.current().pid();
    }
}
