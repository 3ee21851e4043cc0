package io.quarkiverse.processpool.test.build;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.app.Sums;
import io.quarkus.test.QuarkusUnitTest;

/** PP-501: two sizes for one pool name both methods. */
class TwoSizesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Foreign.compileInto(archive, "org.acme.Other", """
                    package org.acme;

                    public class Other {
                        @io.quarkiverse.processpool.InProcessPool(pool = "numbers", workers = 7)
                        public static int other(int x) {
                            return x;
                        }
                    }
                    """, Sums.class))
            .assertException(
                    failure -> Refusal.of(failure).is("PP-501", "io.quarkiverse.processpool.test.app.Sums.two(int, int)")
                            .says("'numbers'", "2 by io.quarkiverse.processpool.test.app.Sums.two(int, int)",
                                    "7 by org.acme.Other.other(int)", "quarkus.process-pool.\"numbers\".workers"));

    @Test
    void doesNotBuild() {
        throw new AssertionError("The application was built");
    }
}
