package io.quarkiverse.processpool.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinBean;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Refuses injection points that ask for a pool which does not exist. */
class InjectionPointSteps {

    private static final DotName POOL_NAME = DotName.createSimple(PoolName.class);
    private static final DotName PROCESS_POOL = DotName.createSimple(ProcessPool.class);

    @BuildStep
    void unknownPools(BeanDiscoveryFinishedBuildItem discovery, List<DeclaredPoolBuildItem> pools,
            List<UnindexedArtifactBuildItem> unindexed, BuildProducer<ValidationErrorBuildItem> errors,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        Set<String> known = known(pools, List.of());
        Set<String> own = namesOfOwnBeans(discovery);
        Map<String, String> unknown = new TreeMap<>();
        for (InjectionPointInfo point : discovery.getInjectionPoints()) {
            nameOf(point).filter(name -> !known.contains(name) && !own.contains(name))
                    .ifPresent(name -> unknown.put(point.getTargetInfo(), name));
        }
        Set<String> meant = known(pools, unindexed);
        unknown.forEach((point, name) -> {
            if (!meant.contains(name)) {
                errors.produce(Problems.unknownPool(point, name, meant).asBuildItem());
            }
        });
        // Without a bean ArC would add its own complaint about each of these, and it would come first.
        new TreeSet<>(unknown.values()).forEach(name -> beans.produce(SyntheticBeanBuildItem.configure(ProcessPool.class)
                .addQualifier().annotation(PoolName.class).addValue("value", name).done()
                .creator(generator -> generator.createMethod().returnNull()).done()));
    }

    /** The pools that there are, and those that there will be when the methods which are refused now are in the index. */
    static Set<String> known(List<DeclaredPoolBuildItem> pools, List<UnindexedArtifactBuildItem> unindexed) {
        Set<String> known = new TreeSet<>();
        pools.forEach(pool -> known.add(pool.name()));
        unindexed.forEach(artifact -> artifact.methods().forEach(method -> known.add(method.pool())));
        return known;
    }

    private static Optional<String> nameOf(InjectionPointInfo point) {
        if (!isPool(point.getRequiredType()) && !isPoolOfInstance(point)) {
            return Optional.empty();
        }
        return point.getRequiredQualifiers().stream().filter(qualifier -> qualifier.name().equals(POOL_NAME))
                .map(qualifier -> qualifier.value().asString()).findFirst();
    }

    private static boolean isPool(Type type) {
        return type.name().equals(PROCESS_POOL);
    }

    private static boolean isPoolOfInstance(InjectionPointInfo point) {
        Type type = point.getRequiredType();
        return type.kind() == Type.Kind.PARAMETERIZED_TYPE && BuiltinBean.resolve(point) != null
                && type.asParameterizedType().arguments().stream().anyMatch(InjectionPointSteps::isPool);
    }

    /** An application may have pools of its own, such as a fake in a test. */
    private static Set<String> namesOfOwnBeans(BeanDiscoveryFinishedBuildItem discovery) {
        Set<String> names = new TreeSet<>();
        for (BeanInfo bean : discovery.getBeans()) {
            if (bean.getTypes().stream().anyMatch(InjectionPointSteps::isPool)) {
                bean.getQualifiers().stream().filter(qualifier -> qualifier.name().equals(POOL_NAME))
                        .forEach(qualifier -> names.add(qualifier.value().asString()));
            }
        }
        return names;
    }
}
