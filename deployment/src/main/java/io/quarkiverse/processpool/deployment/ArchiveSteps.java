package io.quarkiverse.processpool.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.logging.Logger;

import io.quarkiverse.processpool.engine.ShippedArchive;
import io.quarkiverse.processpool.runtime.PackagedClassPath;
import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.pkg.PackageConfig;
import io.quarkus.deployment.pkg.builditem.ArtifactResultBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.JarBuildItem;

/** Makes the archive of the workers' classes that goes with a packaged application. */
class ArchiveSteps {

    private static final Logger LOG = Logger.getLogger(ArchiveSteps.class);

    /** When the jar is there; a build that cannot have one goes on without. */
    @BuildStep(onlyIf = IsProduction.class)
    @Produce(ArtifactResultBuildItem.class)
    void archive(JarBuildItem jar, PackagingConfig config, PackageConfig packaging, List<DeclaredPoolBuildItem> pools,
            CombinedIndexBuildItem index, CurateOutcomeBuildItem outcome) {
        Path root = jar.getPath().toAbsolutePath().getParent();
        Path own = root.resolve("lib/main").resolve(ExtensionArtifact.fileName(outcome.getApplicationModel()));
        if (!config.packagedClassArchive() || pools.isEmpty() || jar.getType() != PackageConfig.JarConfig.JarType.FAST_JAR
                || !Files.exists(own)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            Optional<Path> made = ShippedArchive.make(
                    PackagedClassPath.ofFastJar(root, own, packaging.jar().userProvidersDirectory().orElse(null)),
                    classNames(pools, index.getIndex()));
            if (made.isPresent()) {
                LOG.infof("The archive of the workers' classes, %s, was made in %d ms", root.relativize(made.get()),
                        (System.nanoTime() - begin) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The archive of the workers' classes could not be made; the pools will make their own", e);
        }
    }

    /** Those that run the tasks, with the classes of the tasks. */
    private static List<String> classNames(List<DeclaredPoolBuildItem> pools, IndexView index) {
        Set<String> names = new LinkedHashSet<>();
        for (DeclaredPoolBuildItem pool : pools) {
            for (MarkedMethodBuildItem method : pool.methods()) {
                DotName declaring = method.method().declaringClass().name();
                ClassInfo tasks = index.getClassByName(MarkedMethodBuildItem.generated(declaring, "Tasks"));
                names.add(MarkedMethodBuildItem.generated(declaring, "Worker").toString());
                names.add(declaring.toString());
                if (tasks != null) {
                    tasks.memberClasses().forEach(member -> names.add(member.toString()));
                }
            }
        }
        return List.copyOf(names);
    }
}
