package io.quarkiverse.processpool.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Parent side: what a pool is made with. {@link WorkerPool#builder(String)} makes one.
 *
 * @param name of the pool, for logs and errors
 * @param workers how many worker processes at most
 * @param queueSize how many submitted tasks may wait for a worker
 * @param heap {@code -Xmx} of a worker, such as {@code 256m}; null leaves it to the engine
 * @param jvmArgs further options of the worker's JVM, after those of the engine
 * @param environment added to the environment that workers inherit
 * @param taskTimeout how long one run may take where its method does not say it; zero for no limit
 * @param taskTimeoutWins whether that goes for methods too that say another one
 * @param startTimeout how long a worker may take from its launch until it is ready, {@code @WorkerInit} included
 * @param idleTimeout after how long without a task a worker is ended; zero for never
 * @param maxTasksPerWorker after how many tasks a worker is replaced; 0 for never
 * @param shutdownTimeout how long a worker that was told to stop may take before it is killed
 * @param java the {@code java} that runs workers
 * @param classPath of the workers, in this order
 * @param allowedClasses patterns as of {@link java.io.ObjectInputFilter.Config#createFilter} of further classes that may travel
 *        by Java serialization
 * @param maxPayload the largest arguments or result of one task, in bytes; at most {@link PoolBuilder#LARGEST_PAYLOAD}
 * @param callbackExecutor runs what is attached to the futures of the pool
 */
public record PoolSettings(String name, int workers, int queueSize, String heap, List<String> jvmArgs,
        Map<String, String> environment, Duration taskTimeout, boolean taskTimeoutWins, Duration startTimeout,
        Duration idleTimeout,
        int maxTasksPerWorker, Duration shutdownTimeout, Path java, List<Path> classPath, List<String> allowedClasses,
        int maxPayload, Executor callbackExecutor) {

    public PoolSettings {
        require(name != null && !name.isEmpty(), name, "a name");
        require(workers > 0, name, "at least 1 worker, not " + workers);
        require(queueSize > 0, name, "a queue-size of at least 1, not " + queueSize);
        require(heap == null || heap.matches("[1-9][0-9]*[kKmMgG]?"), name, "a heap like 256m or 2g, not " + heap);
        require(!taskTimeout.isNegative(), name, "a task-timeout of at least 0, not " + taskTimeout);
        require(startTimeout.compareTo(Duration.ZERO) > 0, name, "a start-timeout of more than 0, not " + startTimeout);
        require(!idleTimeout.isNegative(), name, "an idle-timeout of at least 0, not " + idleTimeout);
        require(maxTasksPerWorker >= 0, name, "max-tasks-per-worker of at least 0, not " + maxTasksPerWorker);
        require(!shutdownTimeout.isNegative(), name, "a shutdown-timeout of at least 0, not " + shutdownTimeout);
        require(maxPayload > 0 && maxPayload <= PoolBuilder.LARGEST_PAYLOAD, name,
                "a max-payload of 1 to " + PoolBuilder.LARGEST_PAYLOAD + ", not " + maxPayload);
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        classPath = List.copyOf(classPath);
        allowedClasses = List.copyOf(allowedClasses);
    }

    /** The heap of a worker in bytes, {@link Long#MAX_VALUE} if it is left to the JVM. */
    long heapBytes() {
        if (heap == null) {
            return Long.MAX_VALUE;
        }
        char unit = Character.toLowerCase(heap.charAt(heap.length() - 1));
        int shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
        return Long.parseLong(shift == 0 ? heap : heap.substring(0, heap.length() - 1)) << shift;
    }

    private static void require(boolean holds, String pool, String what) {
        if (!holds) {
            throw new IllegalArgumentException("The pool '" + pool + "' needs " + what);
        }
    }
}
