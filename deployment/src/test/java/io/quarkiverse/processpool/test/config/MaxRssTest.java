package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** max-rss: a worker that takes more memory is killed in the middle of its task. */
class MaxRssTest {

    private static final long LIMIT = 300L << 20;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "64m")
            .overrideRuntimeConfigKey("quarkus.process-pool.jvm-args", "-XX:MaxDirectMemorySize=4g")
            .overrideRuntimeConfigKey("quarkus.process-pool.chores.max-rss", "300M");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B24 native memory over max-rss ends the worker in the middle of its task")
    void aWorkerThatTakesMoreIsKilled() {
        long pid = pool.apply(ChoresTasks.pid()).await().indefinitely();

        assertThatThrownBy(() -> pool.apply(ChoresTasks.keepNativeAndGoOn(400)).await().atMost(Duration.ofSeconds(60)))
                .hasMessageContaining("max-rss").isInstanceOfSatisfying(MemoryLimitException.class, death -> {
                    assertThat(death.report().limit()).isEqualTo(Limit.MEMORY);
                    assertThat(death.limitBytes()).isEqualTo(LIMIT);
                    assertThat(death.residentBytes()).isGreaterThan(LIMIT);
                    assertThat(death.source()).isEqualTo(MemoryLimitException.Source.NATIVE);
                });
        Workers.awaitEndOf(pid);
        assertThat(pool.apply(ChoresTasks.pid()).await().indefinitely()).isNotEqualTo(pid);
    }
}
