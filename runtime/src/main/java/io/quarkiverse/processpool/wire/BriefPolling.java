package io.quarkiverse.processpool.wire;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Both sides: looks for a moment whether what a thread waits for is there, before the thread sleeps. The kernel takes 5 to
 * 65 µs to wake it up again, and as long to wake the other side, whose turn it is then: two processes that look are done with
 * a short task before one that sleeps is awake.
 * <p>
 * It looks only if the last time to wait was so short that a look would have been enough. Between two looks it leaves the core
 * to whoever else wants it. A look that was in vain is not repeated for sixteen times as long as it took; where the core was
 * taken away meanwhile, for up to 1,024 times as long. So it costs nothing where tasks take long, and little where cores are
 * wanted; a thread at rest looks once at most, and sleeps. (The kernel does the same for virtual machines, before it halts a
 * processor, and calls it halt polling.)
 * <p>
 * Any thread may call. One of them looks, and the others sleep at once.
 */
public class BriefPolling {

    /** Twice as long as the kernel may take to wake the other side: it may be asleep at first. */
    static final long MOMENT_NANOS = 100_000;
    static final int SHORTEST_PAUSE = 16;
    static final int LONGEST_PAUSE = 1024;
    /** Less than a microsecond, as the core may be wanted. */
    private static final int LOOKS_IN_A_ROW = 16;

    /** 1 while a thread looks. An {@code AtomicBoolean} would have a worker make method handles. */
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean wasShort = true;
    private volatile long notBefore = System.nanoTime();
    /** After a look that was in vain, so many times as long as it took. */
    private int pause = SHORTEST_PAUSE;

    /** What is waited for. */
    public interface Sign {

        /** Whether the thread need not sleep. */
        boolean isThere();
    }

    /**
     * Returns when the sign is there, or when it is not worth while to look any longer. The thread may sleep then.
     *
     * @return for {@link #waited}
     */
    public long await(Sign sign) {
        long start = nanoTime();
        if (wasShort && start - notBefore >= 0 && looking.compareAndSet(0, 1)) {
            look(sign, start);
            looking.set(0);
        }
        return start;
    }

    private void look(Sign sign, long start) {
        long took;
        do {
            for (int i = 0; i < LOOKS_IN_A_ROW; i++) {
                if (sign.isThere()) {
                    pause = Math.max(SHORTEST_PAUSE, pause - pause / 8);
                    return;
                }
                Thread.onSpinWait();
            }
            Thread.yield();
            took = nanoTime() - start;
        } while (took < MOMENT_NANOS);
        notBefore = start + took + pause * took;
        if (took > 2 * MOMENT_NANOS) { // the core was taken away
            pause = Math.min(4 * pause, LONGEST_PAUSE);
        }
    }

    /**
     * What was waited for is there.
     *
     * @param since what {@link #await} had answered
     */
    public void waited(long since) {
        boolean nowShort = nanoTime() - since < MOMENT_NANOS;
        if (nowShort != wasShort) {
            wasShort = nowShort;
        }
    }

    /** For tests. */
    long nanoTime() {
        return System.nanoTime();
    }
}
