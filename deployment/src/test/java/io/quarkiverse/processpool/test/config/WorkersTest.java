package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkus.test.QuarkusUnitTest;

/** workers: that of the pool wins over that of all pools, which wins over the annotation. */
class WorkersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Squares.class, Sums.class, Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.workers", "3")
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".workers", "4")
            .overrideRuntimeConfigKey("quarkus.process-pool.numbers.workers", "5");

    @Inject
    ProcessPools pools;

    @Test
    void theNarrowestWins() {
        assertThat(pools.stats("probe").size()).isEqualTo(3);
        assertThat(pools.stats("squares").size()).isEqualTo(4);
        assertThat(pools.stats("numbers").size()).isEqualTo(5);
    }
}
