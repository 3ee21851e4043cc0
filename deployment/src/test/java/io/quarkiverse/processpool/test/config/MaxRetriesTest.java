package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** max-retries: lowers what the annotation allows. */
class MaxRetriesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.max-retries", "1");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B36 configuration lowers retries")
    void itIsRepeatedOnceAndNotTwice() {
        Path ran = Scratch.file("ran");

        assertThatThrownBy(() -> pool.apply(ChoresTasks.haltAndCount(ran)).await().atMost(Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(WorkerExitedException.class, death -> {
                    assertThat(death.exitCode()).hasValue(9);
                    assertThat(death.getSuppressed()).as("the deaths before").hasSize(1)
                            .allSatisfy(before -> assertThat(before).isInstanceOf(WorkerExitedException.class));
                });
        assertThat(ran).hasContent("ran\nran");
    }
}
