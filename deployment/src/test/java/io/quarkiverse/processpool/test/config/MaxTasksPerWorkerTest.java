package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** max-tasks-per-worker: after so many tasks a worker is replaced. */
class MaxTasksPerWorkerTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.max-tasks-per-worker", "3");

    @Inject
    ProcessPool pool;

    @Test
    void sixTasksTakeTwoWorkers() {
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pids.add(pool.apply(ProbeTasks.pid()).await().indefinitely());
        }

        assertThat(Set.copyOf(pids.subList(0, 3))).hasSize(1);
        assertThat(Set.copyOf(pids.subList(3, 6))).hasSize(1);
        assertThat(new HashSet<>(pids)).hasSize(2);
        Workers.awaitEndOf(pids.get(0));
    }
}
