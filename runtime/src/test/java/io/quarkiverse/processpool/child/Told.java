package io.quarkiverse.processpool.child;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** What tests of child processes wait for, and scripts in the place of {@code java}. */
final class Told {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Told() {
    }

    /** Waits until so many lines are in the file. */
    static List<String> lines(Path file, int count) {
        return await().atMost(PATIENCE).until(() -> read(file), lines -> lines.size() >= count);
    }

    static String line(Path file) {
        return lines(file, 1).get(0);
    }

    static List<String> read(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    static void awaitDead(long pid) {
        await("end of process " + pid).atMost(PATIENCE).until(() -> !isAlive(pid));
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /**
     * A script that runs {@code java} with the words after it. What runs in the background of a shell ignores SIGINT, and so
     * does
     * what it starts; not so what this script does.
     */
    static Path script(Path directory, String before, String after) throws IOException {
        Path script = Files.createTempFile(directory, "ja va", ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script,
                "#!/bin/sh\n" + before + "\nexec env --default-signal=INT '" + System.getProperty("java.home")
                        + "/bin/java' \"$@\" " + after + "\n");
    }

    static void signal(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill has failed");
        }
    }
}
