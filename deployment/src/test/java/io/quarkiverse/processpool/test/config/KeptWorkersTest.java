package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** min-workers and spare-workers: workers that no task has asked for. */
class KeptWorkersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.workers", "2")
            .overrideRuntimeConfigKey("quarkus.process-pool.min-workers", "1")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".min-workers", "0")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"probe\".spare-workers", "1");

    @Inject
    ProcessPools pools;

    @Inject
    ProcessPool pool;

    @Test
    void theyAreThereBeforeATaskIs() {
        await().atMost(Duration.ofSeconds(20)).until(() -> pools.stats("probe").workers().size() == 2);
        assertThat(pools.stats("probe").size()).isEqualTo(2);
        assertThat(pools.stats("squares").workers()).isEmpty();

        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isPositive();
        assertThat(pools.stats("probe").workersStarted()).isEqualTo(2);
    }
}
