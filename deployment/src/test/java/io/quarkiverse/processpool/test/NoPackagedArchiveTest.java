package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** packaged-class-archive: none is made if that is said. */
class NoPackagedArchiveTest {

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .withApplicationRoot(Apps.of(PackagedArchiveTest.Squares.class))
            .overrideConfigKey("quarkus.process-pool.packaged-class-archive", "false");

    @ProdBuildResults
    ProdModeTestResults built;

    @Test
    void asItWasBuilt() {
        Path archive = built.getBuildDir().resolve("quarkus-app/quarkus/process-pool.jsa");
        assertThat(archive.getParent()).isDirectory();
        assertThat(archive).doesNotExist();
    }
}
