package io.quarkiverse.processpool.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkus.bootstrap.workspace.ArtifactSources;
import io.quarkus.bootstrap.workspace.SourceDir;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.CuratedApplicationShutdownBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.RuntimeApplicationShutdownBuildItem;
import io.quarkus.deployment.builditem.TransformedClassesBuildItem;
import io.quarkus.deployment.pkg.PackageConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.runtime.LaunchMode;

/**
 * Finds the class path of the workers in dev mode and tests, where Quarkus keeps what it transformed and generated in
 * memory: it is written to a jar in a folder of this run, which goes away with the run.
 */
class WorkerClassPathSteps {

    @BuildStep
    WorkerClassPathBuildItem classPath(LaunchModeBuildItem launchMode, OutputTargetBuildItem output,
            ApplicationArchivesBuildItem archives, CurateOutcomeBuildItem outcome, PackageConfig packaging) {
        if (!launchMode.getLaunchMode().isDevOrTest()) {
            return WorkerClassPathBuildItem.packaged(packaging.jar().userProvidersDirectory().orElse(null));
        }
        Path folder = output.getOutputDirectory().toAbsolutePath().resolve("quarkus-process-pool")
                .resolve(UUID.randomUUID().toString());
        Set<Path> places = new LinkedHashSet<>();
        places.add(WorkerClassPathBuildItem.written(folder));
        archives.getRootArchive().getResolvedPaths().forEach(places::add);
        for (ResolvedDependency dependency : outcome.getApplicationModel().getRuntimeDependencies()) {
            // Every worker needs this jar: found early, it saves the opening of those before it.
            if (ExtensionArtifact.is(dependency)) {
                dependency.getResolvedPaths().forEach(places::add);
            }
        }
        for (ApplicationArchive archive : archives.getApplicationArchives()) {
            archive.getResolvedPaths().forEach(places::add);
        }
        for (ResolvedDependency dependency : outcome.getApplicationModel().getRuntimeDependencies()) {
            places.addAll(placesOf(dependency, launchMode.getLaunchMode()));
        }
        List<String> names = new ArrayList<>();
        places.forEach(place -> names.add(place.toAbsolutePath().toString()));
        return WorkerClassPathBuildItem.unpackaged(folder, names);
    }

    /** Dev mode compiles the modules of a workspace into their folders. A jar of theirs may be there too, and is older. */
    static List<Path> placesOf(ResolvedDependency dependency, LaunchMode mode) {
        List<Path> places = new ArrayList<>();
        if (mode == LaunchMode.DEVELOPMENT && dependency.isReloadable() && dependency.getSources() != null) {
            ArtifactSources sources = dependency.getSources();
            Stream.concat(sources.getSourceDirs().stream(), sources.getResourceDirs().stream())
                    .map(SourceDir::getOutputDir).filter(Files::isDirectory).distinct().forEach(places::add);
        }
        if (places.isEmpty()) {
            dependency.getResolvedPaths().forEach(places::add);
        }
        return places;
    }

    /**
     * What it produces is wanted of every build for dev mode and tests, so this runs after all others have written their
     * classes.
     */
    @BuildStep
    void write(WorkerClassPathBuildItem classPath, List<DeclaredPoolBuildItem> pools, CombinedIndexBuildItem index,
            TransformedClassesBuildItem transformed, List<GeneratedClassBuildItem> classes,
            List<GeneratedResourceBuildItem> resources, CuratedApplicationShutdownBuildItem end,
            BuildProducer<RuntimeApplicationShutdownBuildItem> shutdown) {
        if (classPath.folder() == null || pools.isEmpty() && !hasChildProcesses(index)) {
            return;
        }
        WrittenClasses written = new WrittenClasses(classPath.folder());
        written.write(transformed, classes, resources);
        shutdown.produce(new RuntimeApplicationShutdownBuildItem(written::delete));
        end.addCloseTask(written::delete, true);
    }

    private static boolean hasChildProcesses(CombinedIndexBuildItem index) {
        return !index.getIndex().getAllKnownSubclasses(ChildProcess.class).isEmpty();
    }
}
