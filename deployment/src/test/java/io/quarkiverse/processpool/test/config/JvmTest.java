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

/** heap, jvm-args, environment and java shape the JVM of the workers; a variable of the pool wins over that of all pools. */
class JvmTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.heap", "48m")
            .overrideRuntimeConfigKey("quarkus.process-pool.jvm-args", "-Dquality=high,-Dspeed=a b")
            .overrideRuntimeConfigKey("quarkus.process-pool.environment.SHARED", "for all")
            .overrideRuntimeConfigKey("quarkus.process-pool.environment.NARROWED", "for all")
            .overrideRuntimeConfigKey("quarkus.process-pool.probe.environment.NARROWED", "for one")
            .overrideRuntimeConfigKey("quarkus.process-pool.java", JAVA.toString());

    @Inject
    ProcessPool pool;

    @Test
    void heap() {
        assertThat(pool.apply(ProbeTasks.maxHeap()).await().indefinitely()).isBetween(32L << 20, 49L << 20);
    }

    @Test
    void jvmArgs() {
        assertThat(pool.apply(ProbeTasks.property("quality")).await().indefinitely()).isEqualTo("high");
        assertThat(pool.apply(ProbeTasks.property("speed")).await().indefinitely()).isEqualTo("a b");
    }

    @Test
    void environment() {
        assertThat(pool.apply(ProbeTasks.variable("SHARED")).await().indefinitely()).isEqualTo("for all");
        assertThat(pool.apply(ProbeTasks.variable("NARROWED")).await().indefinitely()).isEqualTo("for one");
    }

    @Test
    void java() throws Exception {
        assertThat(Path.of(pool.apply(ProbeTasks.executable()).await().indefinitely()).toRealPath())
                .isEqualTo(JAVA.toRealPath());
    }
}
