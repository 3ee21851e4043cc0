package io.quarkiverse.processpool.deployment;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.maven.dependency.ResolvedDependency;

/**
 * Finds and refuses marked methods of dependencies that are not in the index: their pools would not exist when a task is
 * submitted.
 */
class UnindexedSteps {

    @BuildStep
    void unindexed(CurateOutcomeBuildItem outcome, ApplicationArchivesBuildItem archives,
            BuildProducer<UnindexedArtifactBuildItem> artifacts) {
        Set<ArtifactKey> indexed = new HashSet<>();
        for (ApplicationArchive archive : archives.getAllApplicationArchives()) {
            if (archive.getKey() != null) {
                indexed.add(archive.getKey());
            }
        }
        ApplicationModel application = outcome.getApplicationModel();
        Set<ArtifactKey> users = usersOfThisExtension(application.getRuntimeDependencies());
        for (ResolvedDependency dependency : application.getRuntimeDependencies()) {
            if (users.contains(dependency.getKey()) && !indexed.contains(dependency.getKey())) {
                List<MarkedMethodBuildItem> methods = MarkedMethodsOfArtifact.in(dependency.getContentTree());
                if (!methods.isEmpty()) {
                    artifacts.produce(new UnindexedArtifactBuildItem(dependency.getGroupId(), dependency.getArtifactId(),
                            methods));
                }
            }
        }
    }

    @BuildStep
    void refuse(List<UnindexedArtifactBuildItem> artifacts, BuildProducer<ValidationErrorBuildItem> errors) {
        artifacts.forEach(artifact -> errors.produce(Problems.notIndexed(artifact).asBuildItem()));
    }

    /**
     * Only what depends on this extension, even if through others, can have marked methods: that saves the opening of all jars.
     */
    static Set<ArtifactKey> usersOfThisExtension(Collection<ResolvedDependency> dependencies) {
        Set<ArtifactKey> users = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ResolvedDependency dependency : dependencies) {
                if (!users.contains(dependency.getKey()) && !ExtensionArtifact.is(dependency) && uses(dependency, users)) {
                    grown = users.add(dependency.getKey());
                }
            }
        }
        return users;
    }

    private static boolean uses(ResolvedDependency dependency, Set<ArtifactKey> users) {
        for (Dependency direct : dependency.getDirectDependencies()) {
            if (isUser(direct, users)) {
                return true;
            }
        }
        for (ArtifactCoords direct : dependency.getDependencies()) {
            if (isUser(direct, users)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUser(ArtifactCoords direct, Set<ArtifactKey> users) {
        return users.contains(direct.getKey()) || direct.getGroupId().equals(ExtensionArtifact.KEY.getGroupId())
                && direct.getArtifactId().equals(ExtensionArtifact.KEY.getArtifactId());
    }
}
