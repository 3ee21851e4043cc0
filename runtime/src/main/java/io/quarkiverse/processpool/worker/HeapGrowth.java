package io.quarkiverse.processpool.worker;

import java.lang.ref.SoftReference;

/**
 * Worker side: keeps the heap near what lives in it, and near what the values need that come. The JVM would do neither. From
 * JDK 23 on its serial collector looks at what has become old only when the heap has its largest size, and until then keeps
 * each large value that a young collection has met. On any JDK it makes the young part as large as what lives asks for, so that
 * each value that does not fit into it costs a full collection, which takes ten times as long. Any thread may call.
 */
final class HeapGrowth {

    /** So much heap in use is looked through in 20 ms; with more, the next task might have to wait. */
    private static final long QUICKLY_COLLECTED = 64 << 20;
    private static final long LEAST = 2 << 20;
    /** Two values of that size fit into the young part as it is at first. */
    private static final int SMALL = 1 << 20;
    /** For larger ones a full collection takes less time than they do. */
    private static final int TOO_LARGE = (64 << 20) + SMALL;
    private static final int PART_OF_MEMORY = 16;
    /** The first large values after a rest may be the only ones. */
    private static final int SOME = 3;
    /** After so many pauses without a large value no other one is expected. */
    private static final int FEW = 1000;

    private final Runtime jvm = Runtime.getRuntime();
    private final long memory;
    private final long atFirst = jvm.totalMemory();
    /** As large as the heap may become before it is collected between tasks. */
    private volatile long enough = atFirst + LEAST;
    /**
     * Lives, and so makes the JVM keep a young part of about half its size; null if the values are small. It is the first thing
     * to go when the heap is full.
     */
    private volatile SoftReference<byte[]> ballast;
    private int pausesSince;
    private volatile int largeOnes;

    /** @param within how large the heap may be, or 0 if its collector is not known to need this */
    HeapGrowth(long within) {
        this.memory = Math.min(within, jvm.maxMemory());
    }

    /** On the thread of the tasks: a value of so many bytes comes, or has come. */
    void expect(int length) {
        if (length > SMALL && length <= TOO_LARGE && memory > 0) {
            pausesSince = 0;
            largeOnes = Math.min(largeOnes + 1, SOME);
            if (largeOnes == SOME && length <= memory / PART_OF_MEMORY) {
                hold(2 * length);
            }
        }
    }

    private void hold(int bytes) {
        SoftReference<byte[]> reference = ballast;
        byte[] held = reference == null ? null : reference.get();
        if (held == null || held.length < bytes) {
            try {
                ballast = new SoftReference<>(new byte[bytes + SMALL]);
                collect();
            } catch (OutOfMemoryError e) {
                largeOnes = 0; // what lives needs the room
            }
        }
    }

    /**
     * On the thread of the tasks: there is nothing to do at the moment. Collects a heap that has grown by as much as lived in
     * it.
     */
    void pause() {
        if (ballast != null && ++pausesSince > FEW) {
            giveUpBallast();
            collect();
        } else if (memory > 0 && jvm.totalMemory() >= enough) {
            collect();
        }
    }

    /** There is nothing to do for a while: collects a heap that has grown at all, which makes it smaller. */
    void rest() {
        giveUpBallast();
        if (jvm.totalMemory() > atFirst && used() <= QUICKLY_COLLECTED) {
            collect();
        }
    }

    private void giveUpBallast() {
        largeOnes = 0;
        ballast = null;
    }

    private void collect() {
        System.gc();
        enough = jvm.totalMemory() + Math.max(LEAST, used());
    }

    private long used() {
        return jvm.totalMemory() - jvm.freeMemory();
    }
}
