package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** task-timeout: ends tasks that are too slow, and wins over the annotation. */
class TaskTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.task-timeout", "100ms")
            .overrideRuntimeConfigKey("quarkus.process-pool.probe.task-timeout", "3s");

    @Inject
    ProcessPool pool;

    @Test
    void itWinsOverTheAnnotation() {
        assertThat(pool.apply(ProbeTasks.outlive()).await().indefinitely()).isEqualTo("lived");
    }

    @Test
    void aSlowTaskEndsWithItsWorker() throws Exception {
        Path running = Scratch.file("running");

        assertThatThrownBy(() -> pool.apply(ProbeTasks.block(running)).await().indefinitely())
                .isInstanceOfSatisfying(TaskTimeoutException.class,
                        timeout -> assertThat(timeout.timeout()).isEqualTo(Duration.ofSeconds(3)));
        Workers.awaitEndOf(Long.parseLong(Files.readString(running)));
    }
}
