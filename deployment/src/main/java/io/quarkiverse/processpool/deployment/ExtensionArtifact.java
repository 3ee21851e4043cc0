package io.quarkiverse.processpool.deployment;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.ResolvedDependency;

/** The runtime jar of this extension among the dependencies of the application. */
final class ExtensionArtifact {

    static final ArtifactKey KEY = ArtifactKey.ga("io.quarkiverse.processpool", "quarkus-process-pool");

    private ExtensionArtifact() {
    }

    static boolean is(ResolvedDependency dependency) {
        return dependency.getGroupId().equals(KEY.getGroupId()) && dependency.getArtifactId().equals(KEY.getArtifactId());
    }

    /** In the folder of a fast-jar with the dependencies. */
    static String fileName(ApplicationModel application) {
        return KEY.getGroupId() + "." + KEY.getArtifactId() + "-" + version(application) + ".jar";
    }

    /** For what users are told to paste. */
    static String version(ApplicationModel application) {
        return application.getDependencies().stream().filter(ExtensionArtifact::is).map(ResolvedDependency::getVersion)
                .findFirst().orElse("${quarkus-process-pool.version}");
    }
}
