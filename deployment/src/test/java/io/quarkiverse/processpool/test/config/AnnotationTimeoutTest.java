package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** Without task-timeout the limit of the annotation holds. */
class AnnotationTimeoutTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class));

    @Inject
    ProcessPool pool;

    @Test
    void itHolds() {
        assertThatThrownBy(() -> pool.apply(ProbeTasks.outlive()).await().indefinitely())
                .isInstanceOfSatisfying(TaskTimeoutException.class,
                        timeout -> assertThat(timeout.timeout()).isEqualTo(Duration.ofMillis(300)));
    }
}
