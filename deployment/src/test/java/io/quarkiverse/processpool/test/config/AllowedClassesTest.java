package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkus.test.QuarkusUnitTest;

/** allowed-classes: further classes that may travel by Java serialization. */
class AllowedClassesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.allowed-classes", Probe.Surprise.class.getName());

    @Inject
    ProcessPool pool;

    @Test
    void anAllowedClassTravels() {
        Probe.Parcel parcel = new Probe.Parcel();
        parcel.content = new Probe.Surprise();

        assertThat(pool.apply(ProbeTasks.classOf(parcel)).await().indefinitely()).isEqualTo(Probe.Surprise.class.getName());
    }
}
