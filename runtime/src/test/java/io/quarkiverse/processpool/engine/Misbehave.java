package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.InProcessPool;

/** What tasks do to their worker, one method each; and a few that behave. */
final class Misbehave {

    private static final List<byte[]> HEAP = new ArrayList<>();

    private Misbehave() {
    }

    @InProcessPool(pool = "misbehave")
    static int square(int x) {
        return x * x;
    }

    /** The square, or the end of the worker. */
    @InProcessPool(pool = "misbehave")
    static int squareUnless(int x, int deadly) {
        if (x == deadly) {
            halt(9);
        }
        return x * x;
    }

    @InProcessPool(pool = "misbehave")
    static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    @InProcessPool(pool = "misbehave")
    static byte[] echo(byte[] bytes) {
        return bytes;
    }

    @InProcessPool(pool = "misbehave")
    static int nap(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    /** Appends a line to a file, and then waits until another file is there. */
    @InProcessPool(pool = "misbehave")
    static long announceAndWait(Path announcement, Path gate) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        Files.writeString(announcement, pid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Gate.await(gate);
        return pid;
    }

    @InProcessPool(pool = "misbehave")
    static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @InProcessPool(pool = "misbehave")
    static void exit(int code) {
        System.exit(code);
    }

    @InProcessPool(pool = "misbehave")
    static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** Dies, and leaves a line for each time. */
    @InProcessPool(pool = "misbehave", retries = 2)
    static void haltAndCount(Path file) throws IOException {
        append(file, "ran");
        halt(9);
    }

    /** Dies unless a line is there already. */
    @InProcessPool(pool = "misbehave", retries = 1)
    static String haltAtFirst(Path file) throws IOException {
        if (!Files.exists(file)) {
            append(file, "ran");
            halt(9);
        }
        return "second run";
    }

    @InProcessPool(pool = "misbehave")
    static int spin(Path announcement) throws IOException {
        append(announcement, Long.toString(ProcessHandle.current().pid()));
        Thread.currentThread().interrupt();
        int i = 0;
        while (true) {
            try {
                for (;;) {
                    i++;
                }
            } catch (Throwable e) {
                i--;
            }
        }
    }

    @InProcessPool(pool = "misbehave", timeout = "300ms")
    static int spinForAWhile(int ignored) {
        for (;;) {
            Thread.onSpinWait();
        }
    }

    @InProcessPool(pool = "misbehave")
    static int fillHeap(int ignored) {
        for (;;) {
            HEAP.add(new byte[1 << 20]);
        }
    }

    @InProcessPool(pool = "misbehave")
    static int overflowStack(int depth) {
        return overflowStack(depth + 1) + 1;
    }

    @InProcessPool(pool = "misbehave")
    static int fail(String message) throws IOException {
        throw new IOException(message, new IllegalStateException("the cause"));
    }

    @InProcessPool(pool = "misbehave")
    static int failWithError(String message) {
        throw new LinkageError(message);
    }

    /** An exception that only the worker can make. */
    @InProcessPool(pool = "misbehave")
    static int failUnknown(String message) {
        throw new OnlyHere(new Object(), message);
    }

    @SuppressWarnings("serial") // as is meant
    static final class OnlyHere extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final Object what;

        OnlyHere(Object what, String message) {
            super(message + " " + what.getClass().getSimpleName());
            this.what = what;
        }

        Object what() {
            return what;
        }
    }

    /** A result that only the worker can make. */
    @InProcessPool(pool = "misbehave")
    static Local undecodable(int ignored) {
        return new Local(ProcessHandle.current().pid());
    }

    record Local(long pid) {
        Local {
            if (pid != ProcessHandle.current().pid()) {
                throw new IllegalStateException("of process " + pid);
            }
        }
    }

    @InProcessPool(pool = "misbehave")
    static int flood(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("out " + i + " é€😀");
            System.err.println("err " + i + " é€😀");
        }
        return lines;
    }

    @InProcessPool(pool = "misbehave")
    static void complainAndDie(String complaint) {
        System.err.println(complaint);
        halt(7);
    }

    @InProcessPool(pool = "misbehave")
    static String property(String name) {
        return System.getProperty(name);
    }

    @InProcessPool(pool = "misbehave")
    static String environment(String name) {
        return System.getenv(name);
    }

    @InProcessPool(pool = "misbehave")
    static long maxHeap(int ignored) {
        return Runtime.getRuntime().maxMemory();
    }

    /** Starts a process that would outlive everything. */
    @InProcessPool(pool = "misbehave")
    static void spawn(Path announcement) throws IOException {
        append(announcement, Long.toString(new ProcessBuilder("sleep", "1000").start().pid()));
    }

    @InProcessPool(pool = "misbehave")
    static long spawnAndSpin(Path announcement) throws IOException {
        spawn(announcement);
        return spin(announcement);
    }

    @InProcessPool(pool = "misbehave")
    static int leaveTraces(int x) {
        Thread.currentThread().interrupt();
        Thread.currentThread().setContextClassLoader(null);
        return x;
    }

    @InProcessPool(pool = "misbehave")
    static boolean seesTraces(int ignored) {
        return Thread.currentThread().isInterrupted() || Thread.currentThread().getContextClassLoader() == null;
    }

    @InProcessPool(pool = "misbehave")
    static byte[] bytes(int length) {
        return new byte[length];
    }

    @InProcessPool(pool = "misbehave")
    static int closeOutput(int x) {
        System.out.close();
        System.err.close();
        return x;
    }
}
