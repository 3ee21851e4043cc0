package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** quarantine: what has killed its workers as often as it may is refused for that time. */
class QuarantineTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.quarantine", "10m");

    @Inject
    ProcessPool pool;

    @Test
    void itDoesNotRunAgain() {
        Path ran = Scratch.file("ran");
        assertThatThrownBy(() -> pool.apply(ChoresTasks.haltAndCount(ran)).await().atMost(Duration.ofSeconds(60)))
                .isInstanceOf(WorkerExitedException.class);
        Instant now = Instant.now();

        assertThatThrownBy(() -> pool.apply(ChoresTasks.haltAndCount(ran)).await().atMost(Duration.ofSeconds(60)))
                .hasMessageContaining("haltAndCount").hasCauseInstanceOf(WorkerExitedException.class)
                .isInstanceOfSatisfying(TaskQuarantinedException.class, refusal -> assertThat(refusal.until())
                        .isBetween(now.plusSeconds(500), now.plusSeconds(600)));
        assertThat(ran).hasContent("ran\nran\nran");
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).as("others are welcome").isPositive();
    }
}
