package io.quarkiverse.processpool.test.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.TaskContext;

/** What can be watched, asked to end, and limited, in the pool {@code chores} of one worker. */
public class Chores {

    private static final int PAGE = 4096;
    private static final List<ByteBuffer> NATIVE = new ArrayList<>();

    /** Says by a file that it runs, sleeps until it is interrupted, and says by another file what it was told then. */
    @InProcessPool(workers = 1)
    public static void endWhenInterrupted(Path running, Path end) throws IOException {
        Files.writeString(running, Long.toString(ProcessHandle.current().pid()));
        try {
            TimeUnit.DAYS.sleep(1);
        } catch (InterruptedException e) {
            Files.writeString(end, "interrupted, cancelled: " + TaskContext.current().isCancelled());
        }
    }

    /** Says by a file that it runs, and goes on until another file is there. */
    @InProcessPool
    public static long passWhenOpen(Path running, Path gate) throws IOException, InterruptedException {
        Files.writeString(running, Long.toString(ProcessHandle.current().pid()));
        await(gate);
        return ProcessHandle.current().pid();
    }

    /** Goes on when the file is there. */
    @InProcessPool
    public static String pass(Path gate) throws InterruptedException {
        await(gate);
        return gate.getFileName().toString();
    }

    private static void await(Path gate) throws InterruptedException {
        while (!Files.exists(gate)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Says after each step how far it is, and waits for a file of that number before the next one. */
    @InProcessPool
    public static int steps(Path directory, int count) throws InterruptedException {
        for (int i = 1; i <= count; i++) {
            TaskContext.current().progress(i, count);
            await(directory.resolve("step-" + i));
        }
        return count;
    }

    /** Speaks so often, with that pause between, and then is silent for ever. */
    @InProcessPool
    public static void speakAndFallSilent(int words, int pause) throws InterruptedException {
        for (int i = 0; i < words; i++) {
            TaskContext.current().progress(i, 0);
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        TimeUnit.DAYS.sleep(1);
    }

    /** Keeps so much more memory outside the heap, and really uses it. */
    @InProcessPool
    public static long keepNative(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            for (int at = 0; at < buffer.capacity(); at += PAGE) {
                buffer.put(at, (byte) 1);
            }
            NATIVE.add(buffer);
        }
        return ProcessHandle.current().pid();
    }

    @InProcessPool
    public static void keepNativeAndGoOn(int megabytes) throws InterruptedException {
        keepNative(megabytes);
        TimeUnit.DAYS.sleep(1);
    }

    /** Ends its worker, and leaves a line for each time. */
    @InProcessPool(retries = 2)
    public static void haltAndCount(Path file) throws IOException {
        Files.writeString(file, "ran\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Runtime.getRuntime().halt(9);
    }

    @InProcessPool
    public static long pid() {
        return ProcessHandle.current().pid();
    }

    @InProcessPool
    public static int length(byte[] bytes) {
        return bytes.length;
    }

    @InProcessPool
    public static byte[] zeros(int length) {
        return new byte[length];
    }
}
