package io.quarkiverse.processpool;

import java.util.List;

/**
 * What a pool was doing at one moment.
 *
 * @param name the name of the pool
 * @param health whether it can serve
 * @param size how many workers it has at most
 * @param queueLength tasks that wait for a worker
 * @param queueSize how many may wait that were submitted one by one; one more of these is rejected
 * @param running tasks that are with a worker
 * @param completed tasks that gave a result, since the pool was made
 * @param failed tasks that ended without a result, since the pool was made: they threw, timed out, lost their worker, were
 *        refused by the quarantine, or were cancelled, waiting or running. One that was cancelled and gave a result all the
 *        same is completed; one that the full queue has rejected is neither
 * @param workersStarted worker processes started since the pool was made
 * @param workers the workers that are alive, in the order of their start
 */
public record PoolStats(String name, PoolHealth health, int size, int queueLength, int queueSize, int running, long completed,
        long failed,
        long workersStarted, List<WorkerStats> workers) {
}
