package io.quarkiverse.processpool.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.engine.TaskPool;
import io.quarkiverse.processpool.engine.WorkerPool;
import io.quarkiverse.processpool.wire.EntryPoint;

/** The pools of one run of the application, from its start to its stop. */
final class ApplicationPools implements ProcessPools {

    private static final Logger LOG = Logger.getLogger(ApplicationPools.class);
    private static final Duration KILLED = Duration.ofSeconds(5);

    private final SortedMap<String, Entry> pools = new TreeMap<>();
    private final RoutingPool router;

    private record Entry(TaskPool pool, MutinyPool face, Duration shutdownTimeout) {
    }

    /** @param shutdownTimeouts how long each pool may go on when the application stops */
    ApplicationPools(Map<TaskPool, Duration> shutdownTimeouts, Contexts contexts, Executor executor) {
        shutdownTimeouts.forEach((pool, timeout) -> pools.put(pool.name(),
                new Entry(pool, new MutinyPool(pool, contexts, executor, false), timeout)));
        router = new RoutingPool(this, contexts, executor);
    }

    ProcessPool router() {
        return router;
    }

    MutinyPool poolOf(Task<?> task) {
        return poolOf(Objects.requireNonNull(task, "task").entryPoint());
    }

    MutinyPool poolOf(EntryPoint<?, ?> ofTask) {
        Entry entry = pools.get(ofTask.pool());
        if (entry == null) {
            throw new IllegalArgumentException("The task " + ofTask + " belongs to the pool '"
                    + ofTask.pool() + "', which this application does not have; it has " + pools.keySet()
                    + ". The class of the method is not in the index of the application: see the guide on methods in libraries");
        }
        return entry.face();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(pools.keySet());
    }

    @Override
    public ProcessPool pool(String name) {
        return entry(name).face();
    }

    @Override
    public PoolStats stats(String name) {
        return entry(name).pool().stats();
    }

    @Override
    public List<PoolStats> stats() {
        return pools.values().stream().map(entry -> entry.pool().stats()).toList();
    }

    @Override
    public void resize(String name, int workers) {
        entry(name).pool().resize(workers);
    }

    @Override
    public void shrink(String name) {
        entry(name).pool().shrink();
    }

    private Entry entry(String name) {
        Entry entry = pools.get(Objects.requireNonNull(name, "name"));
        if (entry == null) {
            throw new IllegalArgumentException("There is no pool '" + name + "'; the pools are " + pools.keySet());
        }
        return entry;
    }

    /** Makes all workers start anew with the classes as they are now. */
    void recycle() {
        for (Entry entry : pools.values()) {
            if (entry.pool() instanceof WorkerPool workers) {
                workers.recycle();
            }
        }
    }

    /** Lets all pools finish at the same time, each for as long as it may, and ends what is left then. */
    void stop() {
        long start = System.nanoTime();
        pools.values().forEach(entry -> entry.pool().close());
        for (Entry entry : pools.values()) {
            Duration left = entry.shutdownTimeout().minusNanos(System.nanoTime() - start);
            if (!joined(entry.pool(), left.isNegative() ? Duration.ZERO : left)) {
                LOG.warnf("The pool '%s' was not done within its shutdown-timeout of %s; what it was doing is cancelled",
                        entry.pool().name(), entry.shutdownTimeout());
                endLate(entry.pool());
            }
        }
        stopNow();
    }

    private static void endLate(TaskPool pool) {
        if (pool instanceof WorkerPool workers) {
            workers.terminateLate();
        } else {
            pool.terminate();
        }
    }

    /** Cancels everything and waits until no worker is left. */
    void stopNow() {
        endNow(pools.values().stream().map(Entry::pool).toList());
    }

    /** Cancels everything in those pools and waits until none of their workers is left. */
    static void endNow(List<TaskPool> pools) {
        pools.forEach(TaskPool::terminate);
        for (TaskPool pool : pools) {
            if (!joined(pool, KILLED)) {
                LOG.errorf("Workers of the pool '%s' are still there %s after they were killed", pool.name(), KILLED);
            }
        }
    }

    private static boolean joined(TaskPool pool, Duration timeout) {
        try {
            return pool.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
