package io.quarkiverse.processpool.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.runtime.ProcessPoolRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ExecutorBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** Makes the beans: one pool for each name, the pool that finds the right one for each task, and the list of all. */
class BeanSteps {

    private static final String FEATURE = "process-pool";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    AdditionalBeanBuildItem qualifier() {
        return AdditionalBeanBuildItem.unremovableOf(PoolName.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void beans(ProcessPoolRecorder recorder, List<DeclaredPoolBuildItem> pools, WorkerClassPathBuildItem classPath,
            Capabilities capabilities, ExecutorBuildItem executor, ShutdownContextBuildItem shutdown,
            BuildProducer<SyntheticBeanBuildItem> beans, BuildProducer<OpenedPoolsBuildItem> openedPools) {
        Map<String, Integer> workers = new LinkedHashMap<>();
        pools.forEach(pool -> workers.put(pool.name(), pool.workers()));
        RuntimeValue<ProcessPools> opened = recorder.open(workers, classPath.classPath(),
                capabilities.isPresent(Capability.VERTX), executor.getExecutorProxy(), shutdown);
        openedPools.produce(new OpenedPoolsBuildItem(opened));

        beans.produce(SyntheticBeanBuildItem.configure(ProcessPools.class).scope(Singleton.class).unremovable().setRuntimeInit()
                .runtimeValue(opened).done());
        // Of a normal scope, so that tests can put something else in its place.
        beans.produce(SyntheticBeanBuildItem.configure(ProcessPool.class).scope(ApplicationScoped.class).unremovable()
                .setRuntimeInit()
                .supplier(recorder.router(opened)).done());
        for (DeclaredPoolBuildItem pool : pools) {
            beans.produce(SyntheticBeanBuildItem.configure(ProcessPool.class).scope(ApplicationScoped.class).unremovable()
                    .setRuntimeInit().addQualifier().annotation(PoolName.class).addValue("value", pool.name()).done()
                    .supplier(recorder.pool(opened, pool.name())).done());
        }
    }
}
