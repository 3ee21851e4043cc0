package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** progress-timeout: a task may go on as long as it speaks, and not when it is silent. */
class ProgressTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.progress-timeout", LIMIT.toSeconds() + "s");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B42 the message names the limit: progress-timeout")
    void aSilentTaskEnds() {
        assertThatThrownBy(() -> pool.apply(ChoresTasks.speakAndFallSilent(40, 100)).await().atMost(Duration.ofSeconds(60)))
                .hasMessageContaining("progress-timeout of 3.0 s")
                .isInstanceOfSatisfying(TaskTimeoutException.class, timeout -> {
                    assertThat(timeout.limit()).isEqualTo(Limit.PROGRESS);
                    assertThat(timeout.timeout()).isEqualTo(LIMIT);
                    assertThat(timeout.ran()).as("four seconds of words and three of silence")
                            .isGreaterThan(Duration.ofSeconds(6));
                });
    }
}
