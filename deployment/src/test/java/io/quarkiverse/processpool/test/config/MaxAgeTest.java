package io.quarkiverse.processpool.test.config;

import java.time.Duration;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** max-age: a worker that is too old is replaced. */
class MaxAgeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.max-age", "1s");

    @Inject
    ProcessPool pool;

    @Test
    void anOldWorkerIsReplaced() {
        long first = pool.apply(ProbeTasks.pid()).await().indefinitely();

        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> pool.apply(ProbeTasks.pid()).await().indefinitely() != first);
        Workers.awaitEndOf(first);
    }
}
