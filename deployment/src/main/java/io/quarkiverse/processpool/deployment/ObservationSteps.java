package io.quarkiverse.processpool.deployment;

import io.quarkiverse.processpool.runtime.ProcessPoolRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** A health check and meters, for applications that have the extensions which show them. */
class ObservationSteps {

    /** By name: the class needs the API of an extension that the application may not have. */
    private static final String READINESS = "io.quarkiverse.processpool.runtime.PoolsReadiness";

    @BuildStep
    HealthBuildItem readiness(ObservationConfig config) {
        return new HealthBuildItem(READINESS, config.healthCheck());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void meters(ProcessPoolRecorder recorder, OpenedPoolsBuildItem opened, ObservationConfig config,
            BuildProducer<MetricsFactoryConsumerBuildItem> meters) {
        if (config.metrics()) {
            meters.produce(new MetricsFactoryConsumerBuildItem(recorder.meters(opened.pools()), ExecutionTime.RUNTIME_INIT));
        }
    }
}
