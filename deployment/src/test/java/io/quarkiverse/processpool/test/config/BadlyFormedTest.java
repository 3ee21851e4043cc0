package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkus.test.QuarkusUnitTest;

/** A value that cannot be read stops the start with the name of its property. */
class BadlyFormedTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.\"probe\".workers", "many")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("quarkus.process-pool.\"probe\".workers")
                    .hasStackTraceContaining("many"));

    @Test
    void doesNotStart() {
        throw new AssertionError("The application started");
    }
}
