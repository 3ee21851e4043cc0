package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkus.test.QuarkusUnitTest;

/** An application can have pools of its own, such as fakes in tests, and need not have a marked method. */
class OwnPoolTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Fakes.class));

    @Inject
    @PoolName("fake")
    ProcessPool fake;

    @Singleton
    static class Fakes {

        @Produces
        @Singleton
        @PoolName("fake")
        ProcessPool fake() {
            return (ProcessPool) Proxy.newProxyInstance(ProcessPool.class.getClassLoader(),
                    new Class<?>[] { ProcessPool.class },
                    (proxy, method, arguments) -> method.getName().equals("toString") ? "the fake" : null);
        }
    }

    @Test
    void itsNameIsKnown() {
        assertThat(fake).hasToString("the fake");
    }
}
