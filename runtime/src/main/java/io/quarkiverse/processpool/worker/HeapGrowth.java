package io.quarkiverse.processpool.worker;

/**
 * Worker side: keeps the heap near what lives in it. The JVM would do so too late: from JDK 23 on its serial collector looks at
 * what has become old only when the heap has its largest size, and until then keeps each large value that a young collection
 * has met. Any thread may call.
 */
final class HeapGrowth {

    /** So much heap in use is looked through in 20 ms; with more, the next task might have to wait. */
    private static final long QUICKLY_COLLECTED = 64 << 20;
    private static final long LEAST = 2 << 20;

    private final Runtime jvm = Runtime.getRuntime();
    private final boolean betweenTasks;
    private final long atFirst = jvm.totalMemory();
    /** As large as the heap may become before it is collected between tasks. */
    private volatile long enough = atFirst + LEAST;

    /** @param betweenTasks false if its collector is not known to need that */
    HeapGrowth(boolean betweenTasks) {
        this.betweenTasks = betweenTasks;
    }

    /** There is nothing to do at the moment: collects a heap that has grown by as much as lived in it after the last time. */
    void pause() {
        if (betweenTasks && jvm.totalMemory() >= enough) {
            collect();
        }
    }

    /** There is nothing to do for a while: collects a heap that has grown at all, which makes it smaller. */
    void rest() {
        if (jvm.totalMemory() > atFirst && used() <= QUICKLY_COLLECTED) {
            collect();
        }
    }

    private void collect() {
        System.gc();
        enough = jvm.totalMemory() + Math.max(LEAST, used());
    }

    private long used() {
        return jvm.totalMemory() - jvm.freeMemory();
    }
}
