package io.quarkiverse.processpool.test.build;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkus.test.QuarkusUnitTest;

/** PP-505: a pool whose name is that of a property with parts of its own. */
class ReservedPoolNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Apps.of(Refusal.class, Environment.class).accept(archive))
            .assertException(failure -> Refusal.of(failure)
                    .is("PP-505", Environment.class.getName().replace('$', '.') + ".measure(int)")
                    .says("'environment'", "quarkus.process-pool.environment"));

    public static class Environment {

        @InProcessPool(pool = "environment")
        public static int measure(int x) {
            return x;
        }
    }

    @Test
    void doesNotBuild() {
        throw new AssertionError("The application was built");
    }
}
