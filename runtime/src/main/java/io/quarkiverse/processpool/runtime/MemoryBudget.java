package io.quarkiverse.processpool.runtime;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.processpool.engine.PoolSettings;

/** Whether the application and all workers of its pools fit in the memory of the machine, or of the container it is in. */
final class MemoryBudget {

    private static final long MB = 1 << 20;
    /**
     * What a JVM takes beside its heap: classes, compiled code, threads. Measured on workers with little to do, and doubled.
     */
    private static final long BESIDE_HEAP = 100 * MB;

    private final long machine;
    private final long own;
    private final List<PoolSettings> pools;

    MemoryBudget(Collection<PoolSettings> pools) {
        this(pools, machine(), Runtime.getRuntime().maxMemory() + BESIDE_HEAP);
    }

    /**
     * @param machine bytes that there are
     * @param own bytes that this process may take
     */
    MemoryBudget(Collection<PoolSettings> pools, long machine, long own) {
        this.pools = List.copyOf(pools);
        this.machine = machine;
        this.own = own;
    }

    /** What the JDK knows of the container, or else of the machine. */
    private static long machine() {
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
        long heap = pool.heap() != null ? pool.heapBytes() : machine / 100 * pool.heapPercent();
        return heap + BESIDE_HEAP;
    }

    /** The arithmetic in one line. */
    @Override
    public String toString() {
        String workers = pools.stream()
                .map(pool -> pool.mostWorkers() + " x " + ceiling(pool) / MB + " MB (" + pool.name() + ", "
                        + (pool.maxRss() > 0 ? "max-rss" : pool.heap() != null ? "heap and 100 MB" : "no heap said") + ")")
                .collect(Collectors.joining(" + "));
        return "Memory at most: this process " + own / MB + " MB + workers " + workers + " = " + (long) (total() / MB)
                + " MB of "
                + machine / MB + " MB";
    }
}
