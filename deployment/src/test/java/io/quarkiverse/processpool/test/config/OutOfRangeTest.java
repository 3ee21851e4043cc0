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
            .overrideRuntimeConfigKey("quarkus.process-pool.min-workers", "-7")
            .overrideRuntimeConfigKey("quarkus.process-pool.spare-workers", "-8")
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "plenty")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".task-timeout", "-1s")
            .overrideRuntimeConfigKey("quarkus.process-pool.start-timeout", "0s")
            .overrideRuntimeConfigKey("quarkus.process-pool.java", "/no/such/java")
            .overrideRuntimeConfigKey("quarkus.process-pool.progress-timeout", "-1s")
            .overrideRuntimeConfigKey("quarkus.process-pool.queue-timeout", "-2s")
            .overrideRuntimeConfigKey("quarkus.process-pool.cancel-grace", "-3s")
            .overrideRuntimeConfigKey("quarkus.process-pool.max-age", "-4s")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"probe\".quarantine", "-5s")
            .overrideRuntimeConfigKey("quarkus.process-pool.max-retries", "-6")
            .overrideRuntimeConfigKey("quarkus.process-pool.recycle-rss", "10E")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".max-rss", "16E")
            .overrideRuntimeConfigKey("quarkus.process-pool.max-payload", "2047M")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".max-payload", "0")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".heap", "99999999999999999999m")
            .assertException(failure -> assertThat(failure).isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("quarkus.process-pool.workers must be 1 to 1024, not 0")
                    .hasMessageContaining("quarkus.process-pool.queue-size must be 1 or more, not -1")
                    .hasMessageContaining("quarkus.process-pool.min-workers must be 0 to 1024, not -7")
                    .hasMessageContaining("quarkus.process-pool.spare-workers must be 0 to 1024, not -8")
                    .hasMessageContaining(
                            "quarkus.process-pool.heap must be a size like 256m or 2g, and at least 2m, not plenty")
                    .hasMessageContaining("quarkus.process-pool.\"squares\".task-timeout must be 0 or more, not PT-1S")
                    .hasMessageContaining("quarkus.process-pool.start-timeout must be more than 0, not PT0S")
                    .hasMessageContaining(
                            "quarkus.process-pool.java must be the path of an executable file, not /no/such/java")
                    .hasMessageContaining("quarkus.process-pool.progress-timeout must be 0 or more, not PT-1S")
                    .hasMessageContaining("quarkus.process-pool.queue-timeout must be 0 or more, not PT-2S")
                    .hasMessageContaining("quarkus.process-pool.cancel-grace must be 0 or more, not PT-3S")
                    .hasMessageContaining("quarkus.process-pool.max-age must be 0 or more, not PT-4S")
                    .hasMessageContaining("quarkus.process-pool.\"probe\".quarantine must be 0 or more, not PT-5S")
                    .hasMessageContaining(
                            "quarkus.process-pool.\"squares\".heap must be a size like 256m or 2g, and at least 2m, not 99999")
                    .hasMessageContaining("quarkus.process-pool.max-payload must be 1 to 2146435071, not 2146435072")
                    .hasMessageContaining("quarkus.process-pool.\"squares\".max-payload must be 1 to 2146435071, not 0")
                    .hasMessageContaining("quarkus.process-pool.max-retries must be 0 or more, not -6")
                    .hasMessageContaining("quarkus.process-pool.recycle-rss must be less than 8E, not 11529215046068469760")
                    .hasMessageContaining(
                            "quarkus.process-pool.\"squares\".max-rss must be less than 8E, not 18446744073709551616"));

    @Test
    void doesNotStart() {
        throw new AssertionError("The application started");
    }
}
