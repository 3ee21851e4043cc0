package io.quarkiverse.processpool.test.app;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.InProcessPool;

/** Looks around in the worker, in the pool {@code probe} of one worker. */
public class Probe {

    /** Travels by Java serialization. */
    public static class Parcel implements Serializable {

        private static final long serialVersionUID = 1L;

        public Object content;
    }

    /** In no signature, so only a configured pattern lets it travel. */
    public static class Surprise implements Serializable {

        private static final long serialVersionUID = 1L;
    }

    @InProcessPool(workers = 1)
    public static long pid() {
        return ProcessHandle.current().pid();
    }

    @InProcessPool
    public static long pidOf(int ignored) {
        return ProcessHandle.current().pid();
    }

    @InProcessPool
    public static long maxHeap() {
        return Runtime.getRuntime().maxMemory();
    }

    @InProcessPool
    public static String property(String name) {
        return System.getProperty(name);
    }

    @InProcessPool
    public static String variable(String name) {
        return System.getenv(name);
    }

    @InProcessPool
    public static String executable() {
        return ProcessHandle.current().info().command().orElse("unknown");
    }

    @InProcessPool
    public static List<String> arguments() {
        return List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
    }

    @InProcessPool
    public static String classOf(Parcel parcel) {
        return parcel.content.getClass().getName();
    }

    @InProcessPool
    public static int fail(String message) {
        throw new IllegalStateException(message);
    }

    /** Says by a file that it runs, and stays until its worker is ended. */
    @InProcessPool
    public static void block(Path running) throws IOException, InterruptedException {
        Files.writeString(running, Long.toString(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }

    /** {@link #block} that no interrupt ends. */
    @InProcessPool
    public static void insist(Path running) throws IOException {
        while (true) {
            try {
                block(running);
            } catch (InterruptedException e) {
                continue; // it does not listen
            }
        }
    }

    /** Runs for a second, three times as long as it may. */
    @InProcessPool(timeout = "300ms")
    public static String outlive() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return "lived";
    }

    /** Says by a file that it runs, and goes on for that time. */
    @InProcessPool
    public static String linger(Path running, long millis) throws IOException, InterruptedException {
        Files.writeString(running, Long.toString(ProcessHandle.current().pid()));
        TimeUnit.MILLISECONDS.sleep(millis);
        return "ran";
    }

    /** Says by a file that it ran. */
    @InProcessPool
    public static void touch(Path file) throws IOException {
        Files.writeString(file, "ran");
    }

    /** {@link #touch} after a second. */
    @InProcessPool
    public static void dawdle(Path file) throws IOException {
        outlive();
        touch(file);
    }
}
