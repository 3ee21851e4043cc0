package io.quarkiverse.processpool.deployment;

import java.util.List;

import io.quarkus.builder.item.MultiBuildItem;

/** A dependency with marked methods that is not in the index of the application, so that their pools would not exist. */
public final class UnindexedArtifactBuildItem extends MultiBuildItem {

    private final String groupId;
    private final String artifactId;
    private final List<MarkedMethodBuildItem> methods;

    UnindexedArtifactBuildItem(String groupId, String artifactId, List<MarkedMethodBuildItem> methods) {
        this.groupId = groupId;
        this.artifactId = artifactId;
        this.methods = List.copyOf(methods);
    }

    public String groupId() {
        return groupId;
    }

    public String artifactId() {
        return artifactId;
    }

    public List<MarkedMethodBuildItem> methods() {
        return methods;
    }
}
