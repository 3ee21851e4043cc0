package io.quarkiverse.processpool.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the pools can be watched from outside of the application. */
@ConfigMapping(prefix = "quarkus.process-pool")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface ObservationConfig {

    /**
     * Whether an application with SmallRye Health is ready only when each of its pools is: a pool is not while its workers
     * cannot be started.
     */
    @WithDefault("true")
    boolean healthCheck();

    /** Whether the pools have meters in an application that has metrics, such as those of Micrometer. */
    @WithDefault("true")
    boolean metrics();
}
