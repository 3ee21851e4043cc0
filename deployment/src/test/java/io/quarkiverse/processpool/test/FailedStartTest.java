package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;

/** An application that does not come up leaves no worker behind. */
class FailedStartTest {

    private static final String PID = "io.quarkiverse.processpool.test.pid";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Apps.of(Probe.class, BadStart.class).accept(archive))
            .assertException(failure -> {
                assertThat(failure).hasStackTraceContaining("a worker is running, and the start fails");
                Workers.awaitEndOf(Long.parseLong(System.clearProperty(PID)));
            });

    @Singleton
    static class BadStart {

        @Inject
        ProcessPool pool;

        void start(@Observes StartupEvent event) {
            System.setProperty(PID, Long.toString(pool.apply(ProbeTasks.pid()).await().indefinitely()));
            throw new IllegalStateException("a worker is running, and the start fails");
        }
    }

    @Test
    void doesNotStart() {
        throw new AssertionError("The application started");
    }
}
