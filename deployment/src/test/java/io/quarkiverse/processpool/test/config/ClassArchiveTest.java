package io.quarkiverse.processpool.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.engine.WorkerPool;
import io.quarkiverse.processpool.test.Apps;
import io.quarkiverse.processpool.test.Scratch;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;

/**
 * class-archive and class-archive-directory: a pool makes an archive of its workers' classes, where it is told, unless it is
 * told
 * not to. An archive is of jars: with directories only, as in a build that has not packed them yet, there is none.
 */
class ClassArchiveTest {

    private static final String MADE = "test.archives.made";
    private static final String NOT_MADE = "test.archives.not-made";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.class-archive-directory", folder(MADE))
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".class-archive-directory", folder(NOT_MADE))
            .overrideRuntimeConfigKey("quarkus.process-pool.\"squares\".class-archive", "false");

    @Inject
    ProcessPool pool;

    /** The test class is loaded twice, and both have to see the same. */
    private static String folder(String key) {
        String known = System.getProperty(key);
        if (known == null) {
            known = Scratch.file("archives").toString();
            System.setProperty(key, known);
        }
        return known;
    }

    private static long archives(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).count();
        }
    }

    @Test
    void itIsMadeWhereItShallBe() throws Exception {
        assertThat(pool.apply(SquaresTasks.square(7)).await().indefinitely()).isEqualTo(49);
        assertThat(pool.apply(ProbeTasks.pid()).await().indefinitely()).isPositive();

        boolean packed = Files.isRegularFile(
                Path.of(WorkerPool.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        Path made = Path.of(folder(MADE));
        await().atMost(Duration.ofSeconds(60)).until(() -> archives(made) == (packed ? 1 : 0));
        assertThat(Path.of(folder(NOT_MADE))).doesNotExist();
    }
}
