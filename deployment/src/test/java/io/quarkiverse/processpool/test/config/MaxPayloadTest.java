package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** max-payload: how large the arguments and the result of a task may be. */
class MaxPayloadTest {

    private static final int LIMIT = 1 << 20;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class, Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.max-payload", "1k")
            .overrideRuntimeConfigKey("quarkus.process-pool.chores.max-payload", "1M");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B14 max-payload of a pool bounds arguments and results, and the worker goes on")
    void ofOnePool() {
        long pid = run(ChoresTasks.pid());

        assertThat(run(ChoresTasks.length(new byte[LIMIT - 100]))).isEqualTo(LIMIT - 100);
        refused(ChoresTasks.length(new byte[LIMIT]), LIMIT);
        assertThat(run(ChoresTasks.zeros(LIMIT - 100))).hasSize(LIMIT - 100);
        refused(ChoresTasks.zeros(LIMIT), LIMIT);
        assertThat(run(ChoresTasks.pid())).isEqualTo(pid);
    }

    @Test
    @DisplayName("B14 max-payload of all pools holds where a pool says nothing")
    void ofAllPools() {
        assertThat(run(ProbeTasks.property("no.such.property"))).isNull();
        refused(ProbeTasks.property("x".repeat(1025)), 1 << 10);
    }

    private void refused(Task<?> task, int limit) {
        assertThatThrownBy(() -> run(task)).hasMessageContaining("raise max-payload")
                .isInstanceOfSatisfying(PayloadTooLargeException.class, e -> assertThat(e.limit()).isEqualTo(limit));
    }

    private <R> R run(Task<R> task) {
        return pool.apply(task).await().indefinitely();
    }
}
