package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** Configuration of a pool that does not exist is warned of at start, with the pools that there are. */
class UnknownPoolTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.\"sqares\".workers", "3")
            .overrideRuntimeConfigKey("quarkus.process-pool.environment.heap", "is a variable")
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "64m")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.processpool")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> {
                assertThat(records).hasSize(1);
                assertThat(String.format(records.get(0).getMessage(), records.get(0).getParameters()))
                        .contains("quarkus.process-pool.\"sqares\"").contains("[probe, squares]");
            });

    @Inject
    ProcessPools pools;

    @Test
    void theApplicationStarts() {
        assertThat(pools.names()).containsExactly("probe", "squares");
    }
}
