package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** A pool starts no worker before its first task. */
class UnusedPoolTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class));

    @Inject
    ProcessPools pools;

    @Test
    void noWorkerIsStarted() {
        assertThat(pools.stats()).hasSize(2).allSatisfy(stats -> {
            assertThat(stats.workersStarted()).isZero();
            assertThat(stats.workers()).isEmpty();
        });
    }
}
