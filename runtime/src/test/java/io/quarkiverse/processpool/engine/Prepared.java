package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.WorkerExit;
import io.quarkiverse.processpool.WorkerInit;

/**
 * A class that is prepared in each worker, as the files in the folder of the system property {@code prepared} tell it
 * to. What happens is a line with the process id in the file {@code log} there.
 */
final class Prepared {

    private static final List<String> DONE = new ArrayList<>();

    private Prepared() {
    }

    static Path folder() {
        return Path.of(System.getProperty("prepared"));
    }

    static void log(String what) throws IOException {
        DONE.add(what);
        Files.writeString(folder().resolve("log"), what + " " + ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Whether a test has asked for that. */
    static boolean isAsked(String what) {
        return Files.exists(folder().resolve(what));
    }

    @WorkerInit
    static void init() throws IOException, InterruptedException {
        System.out.println("getting ready");
        log("init");
        if (isAsked("exit in init")) {
            System.exit(3);
        }
        while (isAsked("wait in init") && !isAsked("go " + ProcessHandle.current().pid())) {
            Thread.sleep(5);
        }
        if (isAsked("broken")) {
            throw new IOException("no model", new IllegalStateException("the cause"));
        }
        Thread.currentThread().interrupt(); // is not for the first task
    }

    @WorkerInit
    static void more() throws IOException {
        log("more");
    }

    @InProcessPool(pool = "prepared")
    static List<String> done(int ignored) {
        return List.copyOf(DONE);
    }

    @InProcessPool(pool = "prepared")
    static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    @InProcessPool(pool = "prepared")
    static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @InProcessPool(pool = "prepared")
    static long announceAndWait(String announcement, String gate) throws IOException, InterruptedException {
        log(announcement);
        Gate.await(folder().resolve(gate));
        return pid(0);
    }

    /** Leaves a shutdown hook, and, if that is asked for, a thread that would keep the process for ever. */
    @InProcessPool(pool = "prepared")
    static long leaveHook(boolean threadToo) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                log("hook");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        if (threadToo) {
            new Thread(LockSupport::park, "left").start();
        }
        return pid(0);
    }

    @WorkerExit
    static void exit() throws IOException, InterruptedException {
        log("exit");
        if (isAsked("hang in exit")) {
            Thread.sleep(Long.MAX_VALUE);
        }
        if (isAsked("throw in exit")) {
            throw new IOException("no goodbye");
        }
    }

    @WorkerExit
    static void last() throws IOException {
        log("last");
    }
}
