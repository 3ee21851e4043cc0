package io.quarkiverse.processpool.wire;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Both sides: looks for a moment whether what a thread waits for is there, before the thread sleeps. The kernel takes 5 to 65
 * µs
 * to wake it up again, and as long to wake the other side, whose turn it is then: two processes that look are done with a short
 * task before one that sleeps is awake.
 * <p>
 * Between two looks it leaves the core to whoever else wants it. A look that was in vain, or that the core was taken from, is
 * not repeated for sixteen times as long as it took, and for longer if it is in vain again. So it costs next to nothing where
 * tasks take long or cores are wanted; and a thread at rest looks once, and sleeps. (The kernel does the same for virtual
 * machines and calls it halt polling.)
 * <p>
 * Any thread may call. One of them looks, and the others sleep at once.
 */
public class BriefPolling {

    /** Twice as long as the kernel may take to wake the other side: it may be asleep at first. */
    static final long MOMENT_NANOS = 100_000;
    static final int SHORTEST_PAUSE = 16;
    static final int LONGEST_PAUSE = 128;
    /** Less than a microsecond, as the core may be wanted. */
    private static final int LOOKS_IN_A_ROW = 16;

    /** 1 while a thread looks. An {@code AtomicBoolean} would have a worker make method handles. */
    private final AtomicInteger looking = new AtomicInteger();
    private long notBefore = System.nanoTime();
    /** After the next look that is in vain, so many times as long as that took. */
    private int pause = SHORTEST_PAUSE;

    /** What is waited for. */
    public interface Sign {

        /** Whether the thread need not sleep. */
        boolean isThere();
    }

    /** Returns when the sign is there, or when it is not worth while to look any longer. */
    public void await(Sign sign) {
        long start = nanoTime();
        if (start - notBefore >= 0 && looking.compareAndSet(0, 1)) {
            look(sign, start);
            looking.set(0);
        }
    }

    private void look(Sign sign, long start) {
        long took;
        do {
            for (int i = 0; i < LOOKS_IN_A_ROW; i++) {
                if (sign.isThere()) {
                    pause = Math.max(SHORTEST_PAUSE, pause / 2);
                    return;
                }
                Thread.onSpinWait();
            }
            Thread.yield();
            took = nanoTime() - start;
        } while (took < MOMENT_NANOS);
        notBefore = start + took + pause * took;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
    }

    /** For tests. */
    long nanoTime() {
        return System.nanoTime();
    }
}
