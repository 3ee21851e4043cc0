package io.quarkiverse.processpool.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pools for tests, and what tests wait for. */
final class Pools {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Pools() {
    }

    static WorkerPool of(int workers) {
        return of(workers, builder -> builder);
    }

    static WorkerPool of(int workers, UnaryOperator<PoolBuilder> settings) {
        return settings.apply(WorkerPool.builder("misbehave").workers(workers)).build();
    }

    /** Waits until so many lines are in the file. */
    static List<String> lines(Path file, int count) {
        return await().atMost(PATIENCE).until(() -> read(file), lines -> lines.size() >= count);
    }

    private static List<String> read(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    static void awaitDead(long pid) {
        await("end of process " + pid).atMost(PATIENCE)
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    static void awaitWorkers(TaskPool pool, int count) {
        await(count + " workers").atMost(PATIENCE).until(() -> pool.stats().workers().size() == count);
    }

    /** A JVM that runs the main method of that class, with the class path of this one. */
    static ProcessBuilder java(Class<?> main, List<String> options, String... arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words);
    }

    /** A {@code java} for a pool that does those commands of a shell before it becomes a JVM. */
    static Path javaAfter(Path directory, String commands) throws IOException {
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n" + commands + "\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\"\n");
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    /** The command of a shell that waits for a file. */
    static String untilThere(Path file) {
        return "until [ -e '" + file + "' ]; do sleep 0.02; done";
    }

    /** Sends a signal by its name, such as {@code STOP}. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /** Stops a process. The signal is taken by one of its threads, and until that has a processor the others go on. */
    static void stop(long pid) throws IOException, InterruptedException {
        signal("STOP", pid);
        await("all threads of process " + pid + " to stand still").atMost(PATIENCE).until(() -> hasStopped(pid));
    }

    private static boolean hasStopped(long pid) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
