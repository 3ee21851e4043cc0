package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;

/** Values out of their range stop the start; all are listed, each with its property. */
class OutOfRangeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.workers", "0")
            .overrideRuntimeConfigKey("quarkus.process-pool.queue-size", "-1")
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "plenty")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".task-timeout", "-1s")
            .overrideRuntimeConfigKey("quarkus.process-pool.start-timeout", "0s")
            .overrideRuntimeConfigKey("quarkus.process-pool.java", "/no/such/java")
            .assertException(failure -> assertThat(failure).isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("quarkus.process-pool.workers must be 1 or more, not 0")
                    .hasMessageContaining("quarkus.process-pool.queue-size must be 1 or more, not -1")
                    .hasMessageContaining("quarkus.process-pool.heap must be a size like 256m or 2g, not plenty")
                    .hasMessageContaining("quarkus.process-pool.\"squares\".task-timeout must be 0 or more, not PT-1S")
                    .hasMessageContaining("quarkus.process-pool.start-timeout must be more than 0, not PT0S")
                    .hasMessageContaining(
                            "quarkus.process-pool.java must be the path of an executable file, not /no/such/java"));

    @Test
    void doesNotStart() {
        throw new AssertionError("The application started");
    }
}
