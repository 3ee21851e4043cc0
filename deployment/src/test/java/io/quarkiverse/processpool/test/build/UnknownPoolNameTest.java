package io.quarkiverse.processpool.test.build;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkus.test.QuarkusUnitTest;

/** PP-502: an injection point with a name that no method has; the pools are listed and a near one is offered. */
class UnknownPoolNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Apps.of(Squares.class, Sums.class, Refusal.class, Asking.class).accept(archive))
            .assertException(failure -> {
                Refusal.of(failure).is("PP-502", Asking.class.getName() + "#field")
                        .says("'sqaures'", "Did you mean 'squares'?", "The pools are numbers, squares");
                Refusal.of(failure).is("PP-502", Asking.class.getName() + "#lookup").says("'circles'");
                Refusal.of(failure).isOnly(2);
            });

    @Singleton
    static class Asking {

        @Inject
        @PoolName("sqaures")
        ProcessPool field;

        @Inject
        @PoolName("circles")
        Instance<ProcessPool> lookup;

        @Inject
        @PoolName("numbers")
        ProcessPool known;
    }

    @Test
    void doesNotBuild() {
        throw new AssertionError("The application was built");
    }
}
