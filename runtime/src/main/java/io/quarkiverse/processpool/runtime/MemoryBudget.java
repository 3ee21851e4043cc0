package io.quarkiverse.processpool.runtime;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.processpool.engine.LargestHeap;
import io.quarkiverse.processpool.engine.PoolSettings;

/** Whether the application and all workers of its pools fit in the memory of the machine, or of the container it is in. */
final class MemoryBudget {

    private static final long MB = 1 << 20;
    /**
     * What a JVM takes beside its heap: classes, compiled code, threads. Measured on workers with little to do, and doubled.
     */
    private static final long BESIDE_HEAP = 100 * MB;

    /** The first whose heap is a share of the lowest limit of all control groups, and not of that of its own. */
    private static final int NESTING_JDK = 24;

    private final long machine;
    private final long seen;
    private final long own;
    private final List<PoolSettings> pools;

    MemoryBudget(Collection<PoolSettings> pools) {
        this(pools, seenByJdk(), ControlGroups.lowestLimit(Path.of("/")));
    }

    private MemoryBudget(Collection<PoolSettings> pools, long seen, long limit) {
        this(pools, Math.min(seen, limit), Runtime.version().feature() < NESTING_JDK ? seen : Math.min(seen, limit),
                Runtime.getRuntime().maxMemory() + BESIDE_HEAP);
    }

    /**
     * @param machine bytes that there are
     * @param seen bytes of which a JVM takes a share for its heap if nobody says how large that is
     * @param own bytes that this process may take
     */
    MemoryBudget(Collection<PoolSettings> pools, long machine, long seen, long own) {
        this.pools = List.copyOf(pools);
        this.machine = machine;
        this.seen = seen;
        this.own = own;
    }

    /** What the JDK knows of the container, or else of the machine. */
    private static long seenByJdk() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    boolean fits() {
        return total() <= machine;
    }

    /** No long, which limits that were meant to be no limits would overflow. */
    private double total() {
        return own + pools.stream().mapToDouble(pool -> (double) pool.mostWorkers() * ceiling(pool)).sum();
    }

    /** The most that one worker takes. */
    private long ceiling(PoolSettings pool) {
        if (pool.maxRss() > 0) {
            return pool.maxRss();
        }
        LargestHeap heap = LargestHeap.of(pool);
        return (heap.bytes() < 0 ? (long) (seen / 100 * heap.percent()) : heap.bytes()) + BESIDE_HEAP;
    }

    /** The arithmetic in one line. */
    @Override
    public String toString() {
        String workers = pools.stream()
                .map(pool -> pool.mostWorkers() + " x " + ceiling(pool) / MB + " MB (" + pool.name() + ", "
                        + (pool.maxRss() > 0 ? "max-rss"
                                : LargestHeap.of(pool).bytes() >= 0 ? "heap and 100 MB" : "no heap said")
                        + ")")
                .collect(Collectors.joining(" + "));
        return "Memory at most: this process " + own / MB + " MB + workers " + workers + " = " + (long) (total() / MB)
                + " MB of "
                + machine / MB + " MB";
    }
}
