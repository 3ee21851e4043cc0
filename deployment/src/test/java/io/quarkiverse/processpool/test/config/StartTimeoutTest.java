package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** start-timeout: a worker that is not ready in time fails what waits for it. */
class StartTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.start-timeout", "1ms");

    @Inject
    ProcessPool pool;

    @Test
    void itIsNamed() {
        assertThatThrownBy(() -> pool.apply(ProbeTasks.pid()).await().atMost(Duration.ofSeconds(60)))
                .isInstanceOf(WorkerStartException.class).hasMessageContaining("start-timeout");
    }
}
