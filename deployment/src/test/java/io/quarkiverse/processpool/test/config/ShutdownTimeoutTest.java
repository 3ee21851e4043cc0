package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** shutdown-timeout: what is running when the application stops may finish within it. */
class ShutdownTimeoutTest {

    private static final Path RAN = Path.of("target", "shutdown-timeout-" + ProcessHandle.current().pid()).toAbsolutePath();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.shutdown-timeout", "20s")
            .setAfterUndeployListener(() -> {
                assertThat(RAN).exists();
                RAN.toFile().delete();
            });

    @Inject
    ProcessPool pool;

    @Test
    void submittedTasksFinish() throws Exception {
        pool.applyAsync(ProbeTasks.dawdle(RAN));
    }
}
