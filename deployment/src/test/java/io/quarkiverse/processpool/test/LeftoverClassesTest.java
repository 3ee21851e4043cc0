package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkiverse.processpool.test.app.SumsTasks;
import io.quarkiverse.processpool.test.app.SumsWorker;
import io.quarkus.test.QuarkusUnitTest;

/** What the processor wrote for a class that has another name now, or is gone, is no pool and disturbs none. */
class LeftoverClassesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(archive -> {
        Apps.of(Squares.class).accept(archive);
        archive.addClasses(SumsTasks.class, SumsWorker.class);
    });

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @Test
    void theyBelongToNoPool() {
        assertThat(pools.names()).containsExactly("squares");
        assertThat(pool.apply(SquaresTasks.square(3)).await().indefinitely()).isEqualTo(9);
    }
}
