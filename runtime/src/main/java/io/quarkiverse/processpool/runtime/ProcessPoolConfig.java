package io.quarkiverse.processpool.runtime;

import java.util.Map;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;

/**
 * Configuration of the pools: {@code quarkus.process-pool.workers} is for all of them,
 * {@code quarkus.process-pool."images".workers} for the pool {@code images} and wins over it.
 */
@ConfigMapping(prefix = "quarkus.process-pool")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface ProcessPoolConfig {

    /** The key in {@link #pools()} of what is said for all pools. No pool can have this name. */
    String ALL = "<all>";

    /**
     * What is said for all pools, and for one pool by its name.
     */
    @ConfigDocSection
    @ConfigDocMapKey("pool-name")
    @WithParentName
    @WithUnnamedKey(ALL)
    Map<String, PoolConfig> pools();

    /**
     * Whether the application refuses to start when its pools and itself may take more memory than the machine or the container
     * has. Without it that is a warning, with the arithmetic.
     */
    @WithDefault("false")
    boolean strictMemory();
}
