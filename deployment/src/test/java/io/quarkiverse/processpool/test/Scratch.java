package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Files by which tasks tell what they do; under {@code target}, because a test with its own class loader gets no temporary
 * folder.
 */
public final class Scratch {

    private Scratch() {
    }

    /** A file that does not exist yet. */
    public static Path file(String name) {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "scratch").resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a task has written its process id to the file. */
    public static long awaitPid(Path running) {
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(running) && Files.size(running) > 0);
        try {
            return Long.parseLong(Files.readString(running));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
