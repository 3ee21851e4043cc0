package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** A class that is in no signature and not allowed does not travel, and the error names it. */
class NotAllowedClassesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class));

    @Inject
    ProcessPool pool;

    @Test
    void itIsNamedAndTheWorkerLives() {
        long pid = pool.apply(ProbeTasks.pid()).await().indefinitely();
        Probe.Parcel parcel = new Probe.Parcel();
        parcel.content = new Probe.Surprise();

        assertThatThrownBy(() -> pool.apply(ProbeTasks.classOf(parcel)).await().indefinitely())
                .hasMessageContaining(Probe.Surprise.class.getName());
        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isEqualTo(pid);
    }
}
