package io.quarkiverse.processpool.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.InProcessPool;

/** What child processes of tests do; they tell by files. */
final class Errands {

    private Errands() {
    }

    @InProcessPool
    static void nothing(int ignored) {
        // its exit code is all
    }

    @InProcessPool
    static void tell(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Says that it is here, by its process id, and stays. */
    @InProcessPool
    static void stay(Path file) throws Exception {
        tell(file, Long.toString(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }

    @InProcessPool
    static void arguments(Path file, int number, String text, List<Integer> list, int[] array) throws IOException {
        tell(file, number + " " + text + " " + list + " " + Arrays.toString(array));
    }

    @InProcessPool
    static void variable(Path file, String name) throws IOException {
        tell(file, String.valueOf(System.getenv(name)));
    }

    @InProcessPool
    static void property(Path file, String name) throws IOException {
        tell(file, String.valueOf(System.getProperty(name)));
    }

    @InProcessPool
    static void processors(Path file) throws IOException {
        tell(file, Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    /** Who the child and its parent are. */
    @InProcessPool
    static void identity(Path file) throws IOException {
        ChildProcess current = ChildProcess.current();
        tell(file, current.name() + " " + current.pid() + " " + current.daemon() + " " + current.isAlive() + " "
                + current.exitCode().isPresent());
        tell(file,
                ChildProcess.parent().map(parent -> parent.name() + " " + parent.pid() + " " + parent.isAlive()).orElse("-"));
    }

    /** What is open in the child: the targets of its file descriptors, in one line each; then it stays. */
    @InProcessPool
    static void descriptors(Path file) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    all.append(Files.readSymbolicLink(descriptor)).append(' ');
                }
            }
        }
        tell(file, all.toString());
        new CountDownLatch(1).await();
    }

    @InProcessPool
    static void fail(String message) {
        throw new IllegalStateException(message);
    }

    @InProcessPool
    static void exit(int code) {
        System.exit(code);
    }

    @InProcessPool
    static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** Takes its streams away from the child, one way or another, after it has written to them. */
    @InProcessPool
    static void spoilStreams(boolean close) {
        System.out.print("not flushed");
        if (close) {
            System.out.close();
            System.err.close();
        } else {
            System.setOut(null);
            System.setErr(null);
        }
    }

    @InProcessPool
    static void hook(Path file) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                tell(file, "hook");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }));
    }
}
