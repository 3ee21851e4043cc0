package io.quarkiverse.processpool.runtime;

import java.util.function.Consumer;
import java.util.function.Function;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkus.runtime.metrics.MetricsFactory;

/** The meters of the pools, in whatever registry the application has. They are read when somebody asks for them. */
final class PoolMeters implements Consumer<MetricsFactory> {

    private final ProcessPools pools;

    PoolMeters(ProcessPools pools) {
        this.pools = pools;
    }

    @Override
    public void accept(MetricsFactory registry) {
        for (String pool : pools.names()) {
            gauge(registry, pool, "workers", "Worker processes that are alive", stats -> stats.workers().size());
            gauge(registry, pool, "workers.most", "Worker processes that there may be", PoolStats::size);
            gauge(registry, pool, "queue.length", "Tasks that wait for a worker", PoolStats::queueLength);
            gauge(registry, pool, "tasks.running", "Tasks that are with a worker", PoolStats::running);
            counter(registry, pool, "tasks.completed", "Tasks that gave a result", PoolStats::completed);
            counter(registry, pool, "tasks.failed", "Tasks that ended without a result", PoolStats::failed);
            counter(registry, pool, "workers.started", "Worker processes that were started", PoolStats::workersStarted);
        }
    }

    private void gauge(MetricsFactory registry, String pool, String name, String description,
            Function<PoolStats, Number> value) {
        meter(registry, pool, name, description).buildGauge(() -> value.apply(pools.stats(pool)));
    }

    private void counter(MetricsFactory registry, String pool, String name, String description,
            Function<PoolStats, Number> value) {
        meter(registry, pool, name, description).buildCounter(() -> value.apply(pools.stats(pool)));
    }

    private static MetricsFactory.MetricBuilder meter(MetricsFactory registry, String pool, String name, String description) {
        return registry.builder("process.pool." + name).description(description).tag("pool", pool);
    }
}
