package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** A packaged application has an archive of the workers' classes. */
class PackagedArchiveTest {

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest().withApplicationRoot(Apps.of(Squares.class));

    @ProdBuildResults
    ProdModeTestResults built;

    public static class Squares {

        @InProcessPool(workers = 1)
        public static int square(int n) {
            return n * n;
        }
    }

    @Test
    void asItWasBuilt() {
        Path archive = built.getBuildDir().resolve("quarkus-app/quarkus/process-pool.jsa");
        assertThat(archive.resolveSibling("process-pool.label")).isNotEmptyFile();
        assertThat(archive).isNotEmptyFile();
    }
}
