package io.quarkiverse.processpool;

import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

import io.quarkiverse.processpool.engine.PoolBuilder;

/** What stands behind {@link ProcessPools#create}: found as a service, because the API knows nothing of what implements it. */
public interface PoolMaker {

    /**
     * Makes a pool; its first worker starts with its first task.
     *
     * @param settings what is not said has the same default as in the configuration
     */
    OwnedPool make(String name, UnaryOperator<PoolBuilder> settings);

    /** The one of this application. */
    static PoolMaker find() {
        return ServiceLoader.load(PoolMaker.class, PoolMaker.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IllegalStateException("META-INF/services of quarkus-process-pool is missing"));
    }
}
