package io.quarkiverse.processpool.test.build;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.app.Squares;
import io.quarkus.test.QuarkusUnitTest;

/** PP-504: a class that was compiled without the annotation processor; the error has what to paste. */
class NoProcessorTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Squares.class, Refusal.class))
            .assertException(failure -> Refusal.of(failure).is("PP-504", Squares.class.getName())
                    .says("(square)", "no SquaresTasks was generated", "<annotationProcessorPaths>",
                            "<artifactId>quarkus-process-pool-processor</artifactId>", "<version>999-SNAPSHOT</version>",
                            "annotationProcessor(\"io.quarkiverse.processpool:quarkus-process-pool-processor:999-SNAPSHOT\")"));

    @Test
    void doesNotBuild() {
        throw new AssertionError("The application was built");
    }
}
