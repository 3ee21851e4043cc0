package io.quarkiverse.processpool.test.build;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** PP-506: a native image is refused before it is built. */
class NativeImageTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> Apps.of(Squares.class, Refusal.class).accept(archive))
            .overrideConfigKey("quarkus.native.enabled", "true")
            .assertException(failure -> Refusal.of(failure).is("PP-506", "quarkus.native.enabled").says("native image"));

    @Test
    void doesNotBuild() {
        throw new AssertionError("The application was built");
    }
}
