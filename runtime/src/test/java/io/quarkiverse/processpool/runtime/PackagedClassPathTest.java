package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedClassPathTest {

    @TempDir
    Path folder;

    @Test
    void aFastJarHasTransformedAndGeneratedClassesThenTheApplicationThenItsDependencies() throws IOException {
        file("quarkus-run.jar");
        file("quarkus/transformed-bytecode.jar");
        file("quarkus/generated-bytecode.jar");
        file("quarkus/quarkus-application.dat");
        file("app/app.jar");
        Path own = file("lib/main/pool.jar");
        file("lib/main/a.jar");
        file("lib/main/z.jar");
        file("lib/boot/boot.jar");
        file("mine/driver.jar");
        file("mine/.keep");

        List<Path> path = PackagedClassPath.of(own, folder.resolve("quarkus-run.jar").toString(), "mine");

        assertThat(path).extracting(entry -> folder.relativize(entry).toString()).containsExactly(
                "quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar", "app/app.jar", "lib/main/pool.jar",
                "lib/main/a.jar", "lib/main/z.jar", "lib/boot/boot.jar", "mine/driver.jar");
    }

    @Test
    void aFastJarNeedNotHaveTransformedClasses() throws IOException {
        file("quarkus/generated-bytecode.jar");
        Path own = file("lib/main/pool.jar");

        assertThat(PackagedClassPath.of(own, "quarkus-run.jar", null))
                .containsExactly(folder.resolve("quarkus/generated-bytecode.jar"), own);
    }

    @Test
    void anUberJarIsItsOwnClassPath() throws IOException {
        Path own = file("app-runner.jar");

        assertThat(PackagedClassPath.of(own, own.toString(), null)).containsExactly(own);
    }

    @Test
    void allElseIsWhatTheJvmWasStartedWithMadeAbsolute() throws IOException {
        Path own = file("lib/pool.jar");

        assertThat(PackagedClassPath.of(own, "app-runner.jar" + File.pathSeparator + File.pathSeparator + "/x/y.jar", null))
                .containsExactly(Path.of("app-runner.jar").toAbsolutePath(), Path.of("/x/y.jar").toAbsolutePath(), own);
        assertThat(PackagedClassPath.of(null, "app-runner.jar", null))
                .containsExactly(Path.of("app-runner.jar").toAbsolutePath());
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
