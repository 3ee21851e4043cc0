package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** Without strict-memory, pools that may take more memory than there is are warned of once, at start. */
class MemoryWarningTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "50000g")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.processpool")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertThat(records).singleElement().extracting(MemoryWarningTest::text).asString()
                    .contains("1 x 51200100 MB (probe, heap and 100 MB)")
                    .contains("2 x 51200100 MB (squares, heap and 100 MB)")
                    .containsPattern(" = 15360[0-9]{4} MB of [0-9]+ MB").doesNotContain("\n"));

    private static String text(java.util.logging.LogRecord record) {
        return new PatternFormatter("%s").format(record);
    }

    @Inject
    ProcessPools pools;

    @Test
    @DisplayName("B26 an application that does not fit into the memory warns once, with the arithmetic")
    void theApplicationStarts() {
        assertThat(pools.names()).containsExactly("probe", "squares");
    }
}
