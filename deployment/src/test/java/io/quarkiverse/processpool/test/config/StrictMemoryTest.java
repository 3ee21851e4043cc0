package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;

/** strict-memory: an application whose pools may take more memory than there is does not start. */
class StrictMemoryTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.strict-memory", "true")
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "50000g")
            .overrideRuntimeConfigKey("quarkus.process-pool.squares.max-rss", "300M")
            .assertException(failure -> assertThat(failure).isInstanceOf(ConfigurationException.class)
                    .message().contains("1 x 51200100 MB (probe, heap and 100 MB)").contains("2 x 300 MB (squares, max-rss)")
                    .containsPattern("this process [0-9]+ MB \\+ workers .* = 5120[0-9]{4} MB of [0-9]+ MB")
                    .contains("quarkus.process-pool.strict-memory").doesNotContain("\n"));

    @Test
    @DisplayName("B26 an application that does not fit into the memory does not start, and its message has the arithmetic")
    void doesNotStart() {
        throw new AssertionError("The application started");
    }
}
