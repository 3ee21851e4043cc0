package io.quarkiverse.processpool.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is decided when an application is packaged. */
@ConfigMapping(prefix = "quarkus.process-pool")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface PackagingConfig {

    /**
     * Whether an archive of the workers' classes is made when the application is packaged as a fast-jar, so that the first
     * workers in a new container start with it too. It is for the JVM that runs the build; with another one, and on JDK 17 if
     * the folder has moved, the pools make their own, as without it.
     */
    @WithDefault("true")
    boolean packagedClassArchive();
}
