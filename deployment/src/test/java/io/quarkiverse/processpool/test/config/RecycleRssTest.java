package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Workers;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** recycle-rss: a worker whose memory has grown to that is replaced after its task. */
class RecycleRssTest {

    private static final int STEP = 20;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "64m")
            .overrideRuntimeConfigKey("quarkus.process-pool.jvm-args", "-XX:MaxDirectMemorySize=4g")
            .overrideRuntimeConfigKey("quarkus.process-pool.recycle-rss", "300M");

    @Inject
    ProcessPool pool;

    @Test
    @DisplayName("B27 a worker that leaks is replaced at recycle-rss")
    void aWorkerThatLeaksIsReplaced() {
        long first = pool.apply(ChoresTasks.keepNative(STEP)).await().indefinitely();
        int kept = STEP;
        while (kept < 2000 && pool.apply(ChoresTasks.keepNative(STEP)).await().indefinitely() == first) {
            kept += STEP;
        }

        assertThat(kept).as("megabytes that the first worker kept, beside its own").isBetween(3 * STEP, 1000);
        Workers.awaitEndOf(first);
    }
}
