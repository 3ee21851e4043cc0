package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** idle-timeout: a worker without work goes away, and the next task gets a new one. */
class IdleTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.idle-timeout", "300ms");

    @Inject
    ProcessPool pool;

    @Test
    void anIdleWorkerEnds() {
        long pid = pool.apply(ProbeTasks.pid()).await().indefinitely();

        Workers.awaitEndOf(pid);

        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isNotEqualTo(pid);
    }
}
