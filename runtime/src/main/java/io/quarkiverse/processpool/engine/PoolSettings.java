package io.quarkiverse.processpool.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Parent side: what a pool is made with. {@link WorkerPool#builder(String)} makes one.
 *
 * @param name of the pool, for logs and errors
 * @param workers how many worker processes at most, to begin with
 * @param queueSize how many submitted tasks may wait for a worker
 * @param times how long things may take
 * @param starting when workers are started
 * @param recycling when workers are replaced
 * @param repetition how often a task runs that kills its workers
 * @param heap {@code -Xmx} of a worker, such as {@code 256m}; null leaves it to the engine
 * @param heapPercent the share of the memory of the machine that the heap of a worker may take if {@code heap} is null
 * @param maxRss resident memory in bytes at which a worker is killed; 0 for no limit
 * @param jvmArgs further options of the worker's JVM, after those of the engine
 * @param environment added to the environment that workers inherit
 * @param properties system properties of its workers besides those of this process, asked for at the start of each
 * @param java the {@code java} that runs workers
 * @param classPath of the workers, in this order
 * @param allowedClasses patterns as of {@link java.io.ObjectInputFilter.Config#createFilter} of further classes that may travel
 *        by Java serialization
 * @param maxPayload the largest arguments or result of one task, in bytes; at most {@link PoolBuilder#LARGEST_PAYLOAD}
 * @param callbackExecutor runs what is attached to the futures of the pool
 * @param recording the file for an archive of the classes that the one worker of this pool has loaded; null for none
 */
public record PoolSettings(String name, int workers, int queueSize, TimeLimits times, Starting starting, Recycling recycling,
        Repetition repetition, String heap, int heapPercent, long maxRss, List<String> jvmArgs, Map<String, String> environment,
        Supplier<Map<String, String>> properties, Path java,
        List<Path> classPath, List<String> allowedClasses, int maxPayload, Executor callbackExecutor, Path recording) {

    public PoolSettings {
        PoolBounds.checkSize(name, workers);
        require(queueSize > 0, name, "a queue-size of at least 1, not " + queueSize);
        require(heap == null || PoolBounds.isHeap(heap), name, "a heap like 256m or 2g, and at least 2m, not " + heap);
        atLeastZero(times.task(), name, "task-timeout");
        atLeastZero(times.progress(), name, "progress-timeout");
        atLeastZero(times.queue(), name, "queue-timeout");
        atLeastZero(times.cancelGrace(), name, "cancel-grace");
        atLeastZero(times.shutdown(), name, "shutdown-timeout");
        atLeastZero(recycling.idle(), name, "idle-timeout");
        atLeastZero(recycling.maxAge(), name, "max-age");
        atLeastZero(repetition.quarantine(), name, "quarantine");
        require(times.start().compareTo(Duration.ZERO) > 0, name, "a start-timeout of more than 0, not " + times.start());
        require(recycling.maxTasks() >= 0, name, "max-tasks-per-worker of at least 0, not " + recycling.maxTasks());
        noMoreThanAPool(starting.minWorkers(), name, "min-workers");
        noMoreThanAPool(starting.spareWorkers(), name, "spare-workers");
        require(recycling.rss() >= 0, name, "a recycle-rss of at least 0, not " + recycling.rss());
        require(maxRss >= 0, name, "a max-rss of at least 0, not " + maxRss);
        require(repetition.maxRetries() >= 0, name, "max-retries of at least 0, not " + repetition.maxRetries());
        require(maxPayload > 0 && maxPayload <= PoolBuilder.LARGEST_PAYLOAD, name,
                "a max-payload of 1 to " + PoolBuilder.LARGEST_PAYLOAD + ", not " + maxPayload);
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        classPath = List.copyOf(classPath);
        allowedClasses = List.copyOf(allowedClasses);
    }

    /** Those of a pool for one worker, which starts as those of this pool do and ends after its work. */
    PoolSettings rehearsing(List<Path> firstOnes, Path archive) {
        return new PoolSettings(name + "-archive", 1, 1, ArchiveRehearsal.TIMES, new Starting(0, 0, false, null),
                PoolBuilder.NO_RECYCLING, new Repetition(0, Duration.ZERO), heap, heapPercent, 0,
                ArchiveOptions.thatMatter(jvmArgs),
                environment, properties, java,
                firstOnes, List.of(), PoolBuilder.LARGEST_PAYLOAD, null, archive);
    }

    private static void atLeastZero(Duration duration, String pool, String key) {
        require(!duration.isNegative(), pool, "a " + key + " of at least 0, not " + duration);
    }

    private static void noMoreThanAPool(int workers, String pool, String key) {
        require(PoolBounds.isReserve(workers), pool, key + " of 0 to " + PoolBounds.MOST_WORKERS + ", not " + workers);
    }

    /** How many workers there may be at a time, those included that wait to take a place. */
    public int mostWorkers() {
        return workers + starting.spareWorkers();
    }

    /** The heap of a worker in bytes, {@link Long#MAX_VALUE} if it is left to the JVM. */
    public long heapBytes() {
        return heap == null ? Long.MAX_VALUE : PoolBounds.bytes(heap);
    }

    private static void require(boolean holds, String pool, String what) {
        if (!holds) {
            throw new IllegalArgumentException("The pool '" + pool + "' needs " + what);
        }
    }
}
