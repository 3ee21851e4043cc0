package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.logging.Level;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.config.EnvConfigSource;

/** An environment variable reaches a pool whose name has a dash, and wins over application.properties. */
class EnvironmentVariableTest {

    /** What a container sets. */
    public static class Variables extends EnvConfigSource {

        private static final long serialVersionUID = 1L;

        public Variables() {
            super(Map.of("QUARKUS_PROCESS_POOL__IMAGE_TOOLS__WORKERS", "7"), 300);
        }
    }

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Apps.of(ImageTools.class, Variables.class).accept(archive.addAsServiceProvider(
                    "org.eclipse.microprofile.config.spi.ConfigSource", Variables.class.getName())))
            .overrideRuntimeConfigKey("quarkus.process-pool.image-tools.queue-size", "8")
            .overrideRuntimeConfigKey("quarkus.process-pool.workers", "2")
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "64m")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.processpool")
                    && record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Inject
    ProcessPools pools;

    public static class ImageTools {

        @InProcessPool(pool = "image-tools")
        public static int flip(int x) {
            return -x;
        }
    }

    @Test
    void itIsThatOfThePool() {
        assertThat(pools.stats("image-tools").size()).isEqualTo(7);
        assertThat(pools.stats("image-tools").queueSize()).isEqualTo(8);
    }
}
