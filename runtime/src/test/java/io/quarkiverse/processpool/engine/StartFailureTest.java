package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerStartException;

/** B37: workers that cannot start fail the waiting tasks, with what the JVM said. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class StartFailureTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B37 Workers that die before they accept a task fail the waiting tasks with what the JVM said")
    void aBadJvmOption() {
        try (WorkerPool pool = Pools.of(2, builder -> builder.jvmArgs("-XX:+NoSuchOption"))) {
            CompletableFuture<Integer> first = pool.submit(MisbehaveTasks.square(1));
            CompletableFuture<Integer> second = pool.submit(MisbehaveTasks.square(2));
            for (CompletableFuture<Integer> each : List.of(first, second)) {
                assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                        .cause().isInstanceOf(WorkerStartException.class).hasMessageContaining("NoSuchOption")
                        .hasMessageContaining("misbehave").hasMessageContaining("-cp ")
                        .hasMessageContaining("report().commandLine()");
            }
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(3))).isInstanceOf(WorkerStartException.class);
        }
    }

    /** That is what the JVM says on its standard output. */
    @Test
    @DisplayName("B37 A heap that is too small for a JVM fails the waiting tasks with what the JVM said")
    void aHeapThatIsTooSmall() {
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-Xmx1k"))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(1))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("The last it wrote:").hasMessageContaining("Too small maximum heap")
                    .satisfies(e -> assertThat(((WorkerStartException) e).report().lastErrorLines())
                            .anyMatch(line -> line.contains("Too small maximum heap")));
        }
    }

    @Test
    @DisplayName("B37 A java that is not there fails the waiting tasks")
    void noSuchJava() {
        try (WorkerPool pool = Pools.of(1, builder -> builder.java(directory.resolve("no/java")))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(1))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("no/java");
        }
    }

    @Test
    @DisplayName("B37 A class path without the worker fails the waiting tasks with the name of its class")
    void aMissingClassPath() {
        try (WorkerPool pool = Pools.of(1, builder -> builder.classPath(List.of(directory)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(1))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("MisbehaveWorker");
        }
    }

    @Test
    void aWorkerThatNeverConnects() throws Exception {
        Path script = Files.writeString(directory.resolve("java"), "#!/bin/sh\nexec sleep 1000\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        try (WorkerPool pool = Pools.of(1, builder -> builder.java(script).startTimeout(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(1))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("start-timeout of 300 ms");
        }
    }

    @Test
    @DisplayName("B38 A class path of 2,000 jars with spaces, %, non-ASCII and UNC names starts a worker")
    void aClassPathOfManyStrangeNames() throws Exception {
        List<Path> classPath = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            classPath.add(directory.resolve("a long, strange “name” with 100% \\ äöü € \" ' $HOME " + i + ".jar"));
        }
        classPath.add(Path.of("//server/share/a library.jar"));
        classPath.add(Path.of("\\\\server\\share\\another.jar"));
        Path tests = Path.of(Misbehave.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> others = new ArrayList<>(WorkerPool.builder("x").settings().classPath());
        assertThat(others.removeIf(tests::equals)).as("%s was there", tests).isTrue();
        classPath.addAll(others);
        try (WorkerPool pool = Pools.of(1, builder -> builder.classPath(classPath))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(3))).as("nothing else has the task")
                    .isInstanceOf(WorkerStartException.class).hasMessageContaining("MisbehaveWorker");
        }
        jar(classPath.get(1234), tests, "Misbehave");
        try (WorkerPool pool = Pools.of(1, builder -> builder.classPath(classPath))) {
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    /** With the classes beside this one whose names begin like that. */
    private static void jar(Path jar, Path classes, String beginning) throws IOException {
        Path folder = classes.resolve(StartFailureTest.class.getPackageName().replace('.', '/'));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                DirectoryStream<Path> files = Files.newDirectoryStream(folder, beginning + "*.class")) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Pools.of(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 worker");
        assertThatThrownBy(() -> Pools.of(1, b -> b.heap("lots"))).hasMessageContaining("heap like 256m");
        assertThatThrownBy(() -> Pools.of(1, b -> b.queueSize(0))).hasMessageContaining("queue-size");
        assertThatThrownBy(() -> Pools.of(1, b -> b.maxTasksPerWorker(-1))).hasMessageContaining("max-tasks-per-worker");
    }
}
