package io.quarkiverse.processpool.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/** Finds the marked methods in the index of the application and gathers them by pool. */
class DiscoverySteps {

    static final DotName IN_PROCESS_POOL = DotName.createSimple(InProcessPool.class);

    @BuildStep
    void markedMethods(CombinedIndexBuildItem index, BuildProducer<MarkedMethodBuildItem> methods) {
        markedMethods(index.getIndex()).forEach(methods::produce);
    }

    static List<MarkedMethodBuildItem> markedMethods(IndexView index) {
        return index.getAnnotations(IN_PROCESS_POOL).stream()
                .filter(annotation -> annotation.target().kind() == AnnotationTarget.Kind.METHOD)
                .map(DiscoverySteps::read)
                .sorted(Comparator.comparing(MarkedMethodBuildItem::display)).toList();
    }

    private static MarkedMethodBuildItem read(AnnotationInstance annotation) {
        MethodInfo method = annotation.target().asMethod();
        AnnotationValue pool = annotation.value("pool");
        AnnotationValue workers = annotation.value("workers");
        String name = pool == null || pool.asString().isEmpty() ? PoolNames.of(method.declaringClass().name())
                : pool.asString();
        return new MarkedMethodBuildItem(method, name, workers == null ? 0 : workers.asInt());
    }

    @BuildStep
    void pools(List<MarkedMethodBuildItem> methods, BuildProducer<DeclaredPoolBuildItem> pools) {
        Map<String, List<MarkedMethodBuildItem>> byPool = new TreeMap<>();
        for (MarkedMethodBuildItem method : methods) {
            byPool.computeIfAbsent(method.pool(), name -> new ArrayList<>()).add(method);
        }
        byPool.forEach((name, members) -> {
            members.sort(Comparator.comparing(MarkedMethodBuildItem::display));
            int workers = members.stream().mapToInt(MarkedMethodBuildItem::workers).max().orElse(0);
            pools.produce(new DeclaredPoolBuildItem(name, workers, members));
        });
    }
}
