package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;

/** An application with SmallRye Health and Micrometer shows how its pools are. */
class ObservationTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-smallrye-health", Version.getVersion()),
                    Dependency.of("io.quarkus", "quarkus-micrometer-registry-prometheus", Version.getVersion())))
            .overrideRuntimeConfigKey("quarkus.process-pool.probe.jvm-args", "-XX:+ThereIsNoSuchOption");

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void aPoolThatCannotStartWorkersMakesTheApplicationUnready() {
        RestAssured.get("/q/health/ready").then().statusCode(200)
                .body("checks.find { it.name == 'Process pools' }.data", Matchers.equalTo(Map.of("probe", "UP",
                        "squares", "UP")));
        assertThatThrownBy(() -> pool.apply(ProbeTasks.pid()).await().indefinitely()).isInstanceOf(WorkerStartException.class);
        assertThat(pools.stats("probe").health()).isEqualTo(PoolHealth.DOWN);
        RestAssured.get("/q/health/ready").then().statusCode(503)
                .body("checks.find { it.name == 'Process pools' }.data.probe", Matchers.equalTo("DOWN"))
                .body("checks.find { it.name == 'Process pools' }.data.squares", Matchers.equalTo("UP"));
    }

    @Test
    void thePoolsHaveMeters() {
        assertThat(pool.map(SquaresTasks::square, List.of(1, 2, 3)).await().indefinitely()).containsExactly(1, 4, 9);
        String meters = RestAssured.get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(meters.lines().filter(line -> line.startsWith("process_pool_") && line.contains("pool=\"squares\"")))
                .anyMatch(line -> line.matches("process_pool_tasks_completed_total\\{.*} 3\\.0"))
                .anyMatch(line -> line.matches("process_pool_tasks_failed_total\\{.*} 0\\.0"))
                .anyMatch(line -> line.matches("process_pool_workers_started_total\\{.*} [1-9].*"))
                .anyMatch(line -> line.matches("process_pool_workers\\{.*} [1-9].*"))
                .anyMatch(line -> line.matches("process_pool_workers_most\\{.*} [1-9].*"))
                .anyMatch(line -> line.matches("process_pool_queue_length\\{.*} 0\\.0"))
                .anyMatch(line -> line.matches("process_pool_tasks_running\\{.*} 0\\.0"));
    }
}
