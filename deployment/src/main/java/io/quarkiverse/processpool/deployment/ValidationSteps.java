package io.quarkiverse.processpool.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.LaunchMode;

/** Refuses marked methods and pools that cannot work. All problems come in one run. */
class ValidationSteps {

    @BuildStep
    void nativeImage(NativeConfig config, BuildProducer<ValidationErrorBuildItem> errors) {
        if (config.enabled()) {
            errors.produce(Problems.nativeImage().asBuildItem());
        }
    }

    @BuildStep
    void sizes(List<DeclaredPoolBuildItem> pools, BuildProducer<ValidationErrorBuildItem> errors) {
        for (DeclaredPoolBuildItem pool : pools) {
            Map<Integer, List<String>> sizes = new TreeMap<>();
            for (MarkedMethodBuildItem method : pool.methods()) {
                if (method.workers() > 0) {
                    sizes.computeIfAbsent(method.workers(), size -> new ArrayList<>()).add(method.display());
                }
            }
            if (sizes.size() > 1) {
                errors.produce(Problems.differentSizes(pool.name(), sizes).asBuildItem());
            }
        }
    }

    @BuildStep
    void names(List<DeclaredPoolBuildItem> pools, BuildProducer<ValidationErrorBuildItem> errors) {
        for (DeclaredPoolBuildItem pool : pools) {
            if (pool.name().equals("environment")) {
                errors.produce(Problems.reservedName(pool.name(), pool.methods().get(0).display()).asBuildItem());
            }
        }
    }

    @BuildStep
    void generatedClasses(CombinedIndexBuildItem index, List<MarkedMethodBuildItem> methods, CurateOutcomeBuildItem outcome,
            BuildProducer<ValidationErrorBuildItem> errors) {
        String version = ExtensionArtifact.version(outcome.getApplicationModel());
        Map<DotName, List<String>> byClass = new LinkedHashMap<>();
        for (MarkedMethodBuildItem method : methods) {
            byClass.computeIfAbsent(method.declaringClass().name(), name -> new ArrayList<>()).add(method.method().name());
        }
        byClass.forEach((declaring, names) -> {
            for (String suffix : List.of("Tasks", "Worker")) {
                DotName generated = MarkedMethodBuildItem.generated(declaring, suffix);
                if (index.getIndex().getClassByName(generated) == null) {
                    errors.produce(Problems.noProcessor(declaring.toString().replace('$', '.'), names,
                            generated.withoutPackagePrefix(), version).asBuildItem());
                    return;
                }
            }
        });
    }

    @BuildStep
    void records(CombinedIndexBuildItem index, List<MarkedMethodBuildItem> methods, CurateOutcomeBuildItem outcome,
            LaunchModeBuildItem launchMode, BuildProducer<ValidationErrorBuildItem> errors) {
        WrittenRecords records = new WrittenRecords(index.getIndex(), Thread.currentThread().getContextClassLoader());
        Set<ClassInfo> declaring = new LinkedHashSet<>();
        methods.forEach(method -> declaring.add(method.declaringClass()));
        for (ClassInfo type : declaring) {
            ClassInfo generated = index.getIndex().getClassByName(MarkedMethodBuildItem.generated(type.name(), "Tasks"));
            List<WrittenRecords.Changed> changed = generated == null ? List.of() : records.changed(generated);
            if (!changed.isEmpty()) {
                boolean isTouched = launchMode.getLaunchMode() == LaunchMode.DEVELOPMENT
                        && new SourceFiles(outcome.getApplicationModel()).touch(type.name());
                errors.produce(Problems.changedRecords(type.name().toString().replace('$', '.'),
                        generated.name().withoutPackagePrefix(), changed, isTouched).asBuildItem());
            }
        }
    }
}
