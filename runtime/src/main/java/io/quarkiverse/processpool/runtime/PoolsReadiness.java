package io.quarkiverse.processpool.runtime;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPools;

/**
 * The readiness of an application that has SmallRye Health: whether each of its pools can serve. A pool that has no worker yet
 * can.
 */
@Readiness
@ApplicationScoped
public class PoolsReadiness implements HealthCheck {

    private final ProcessPools pools;

    PoolsReadiness(ProcessPools pools) {
        this.pools = pools;
    }

    @Override
    public HealthCheckResponse call() {
        List<PoolStats> all = pools.stats();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Process pools")
                .status(all.stream().allMatch(pool -> pool.health() == PoolHealth.UP));
        all.forEach(pool -> response.withData(pool.name(), pool.health().name()));
        return response.build();
    }
}
