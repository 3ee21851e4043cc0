package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.SlowResource;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** A request that waits for a task when the application stops is cut off if Quarkus does not wait for requests. */
class RequestCutAtShutdownTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Probe.class, SlowResource.class, LateRequest.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.shutdown-timeout", "30s")
            .setAfterUndeployListener(() -> assertThat(LateRequest.answer()).isEqualTo(LateRequest.CUT_OFF));

    @TestHTTPResource("slow")
    URL slow;

    @Test
    void itIsUnderWayWhenTheApplicationStops() {
        LateRequest.begin(slow, Duration.ofSeconds(20)); // for longer than the server takes to go
    }
}
