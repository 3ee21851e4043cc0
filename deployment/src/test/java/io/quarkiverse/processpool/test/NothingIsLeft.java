package io.quarkiverse.processpool.test;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test class whose application has ended and left a process or a directory of its pools behind. JUnit finds it by
 * itself, and so before what the tests register: it comes last in the end.
 */
public final class NothingIsLeft implements AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public void afterAll(ExtensionContext context) {
        await("processes left behind").atMost(PATIENCE).until(NothingIsLeft::processes, List::isEmpty);
        await("directories left behind").atMost(PATIENCE).until(NothingIsLeft::directories, List::isEmpty);
    }

    private static List<String> processes() {
        return ProcessHandle.current().descendants().map(each -> each.pid() + " " + each.info().commandLine().orElse(""))
                .toList();
    }

    private static List<Path> directories() {
        String prefix = "qpp-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
