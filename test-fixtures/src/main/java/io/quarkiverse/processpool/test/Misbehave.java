package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.NativeCrashException;
import io.quarkiverse.processpool.ProtocolBrokenException;
import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;

/**
 * What tasks do to their worker, one method each, and a few that behave. Their pool is called {@code misbehave}.
 * <p>
 * Give the task to a pool ({@code pool.apply(MisbehaveTasks.exit(3))}); each method says what its caller gets.
 * Never call the methods themselves: in the process of the test they do the same.
 */
public final class Misbehave {

    private static final List<byte[]> HEAP = new ArrayList<>();
    private static final int CHUNK = 1 << 20;

    private Misbehave() {
    }

    /** Behaves. The caller gets the square. */
    @InProcessPool(pool = "misbehave")
    public static int square(int x) {
        return x * x;
    }

    /** Behaves. The caller gets these bytes. */
    @InProcessPool(pool = "misbehave")
    public static byte[] echo(byte[] bytes) {
        return bytes;
    }

    /** Behaves. The caller gets the process id of the worker. */
    @InProcessPool(pool = "misbehave")
    public static long pid() {
        return ProcessHandle.current().pid();
    }

    /**
     * Behaves, for a while. The caller gets the milliseconds back, a {@link TaskTimeoutException} if that is over
     * the limit, and the sleep ends with an {@link InterruptedException} if the task is asked to stop.
     */
    @InProcessPool(pool = "misbehave")
    public static long sleepInterruptibly(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    /** Calls {@link System#exit}. The caller gets a {@link WorkerExitedException} with that exit code. */
    @InProcessPool(pool = "misbehave")
    public static void exit(int code) {
        System.exit(code);
    }

    /**
     * Ends the worker without its shutdown hooks. The caller gets a {@link WorkerExitedException} with that exit
     * code; of a code above 128 nobody can tell that it is not a signal.
     */
    @InProcessPool(pool = "misbehave")
    public static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /**
     * Sends that signal to the worker itself. The caller gets a {@link WorkerKilledException} with that signal; of
     * one that broken native code gets, as SEGV (11), a {@link NativeCrashException}. A JVM lives on at QUIT (3):
     * where the worker lives for five seconds more, the caller gets no failure.
     */
    @InProcessPool(pool = "misbehave")
    public static void signal(int number) throws IOException, InterruptedException {
        String kill = "kill -" + number + " " + ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", kill).start().waitFor(); // sun.misc.Signal raises only what has a handler
        Thread.sleep(5_000);
    }

    /**
     * Writes to the address 0, as broken native code does. The caller gets a {@link NativeCrashException} with the
     * head of the JVM's report in it.
     */
    @InProcessPool(pool = "misbehave")
    public static void segmentationFault() {
        Native.write(0);
    }

    /**
     * Runs for ever, heeds no interrupt, and refuses an orderly end by a shutdown hook that runs for ever as well.
     * The caller gets a {@link TaskTimeoutException} if there is a limit, and waits for ever if there is none.
     */
    @InProcessPool(pool = "misbehave")
    public static void hang() {
        Runtime.getRuntime().addShutdownHook(new Thread(Misbehave::spin, "refuses to end"));
        spin();
    }

    private static void spin() {
        int i = 0;
        for (;;) {
            try {
                for (;;) {
                    i++;
                }
            } catch (Error e) {
                i--;
            }
        }
    }

    /** Fills the heap. The caller gets a {@link HeapExhaustedException}; the worker is replaced. */
    @InProcessPool(pool = "misbehave")
    public static void fillHeap() {
        for (;;) {
            HEAP.add(new byte[CHUNK]);
        }
    }

    /**
     * Keeps the heap so full that the JVM does little but collect garbage, for ever. The caller gets a {@code
     * TaskTimeoutException} if there is a limit.
     */
    @InProcessPool(pool = "misbehave")
    public static void starveOfHeap() {
        List<byte[]> held = new ArrayList<>();
        for (;;) {
            try {
                held.add(new byte[1 << 10]);
            } catch (OutOfMemoryError e) {
                held.remove(held.size() - 1);
            }
        }
    }

    /** Calls itself for ever. The caller gets the {@link StackOverflowError}; the worker goes on. */
    @InProcessPool(pool = "misbehave")
    public static int overflowStack() {
        return overflowStack() + 1;
    }

    /**
     * Takes memory outside the heap, touches each page of it, and keeps it after its end. The caller gets the
     * megabytes that the worker holds by now, or a {@link MemoryLimitException}.
     */
    @InProcessPool(pool = "misbehave")
    public static int fillNativeMemory(int megabytes) {
        return Native.take(megabytes, 0);
    }

    /** As {@link #fillNativeMemory}, so many megabytes a second. */
    @InProcessPool(pool = "misbehave")
    public static int fillNativeMemorySlowly(int megabytes, int megabytesPerSecond) {
        return Native.take(megabytes, 1_000_000_000L / megabytesPerSecond);
    }

    /**
     * Writes so many lines to each of standard output and standard error. The caller gets the number; the log has
     * the lines.
     */
    @InProcessPool(pool = "misbehave")
    public static int flood(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("out " + i + " é€😀");
            System.err.println("err " + i + " é€😀");
        }
        return lines;
    }

    /** Closes standard output. The caller gets no failure; the log gets no more of what this worker prints. */
    @InProcessPool(pool = "misbehave")
    public static void closeStandardOutput() {
        System.out.close();
    }

    /**
     * Writes so many random bytes to file descriptor 1, past {@link System#out}, as a native library would. The
     * caller gets no failure; the log gets what is left of the bytes as text.
     */
    @InProcessPool(pool = "misbehave")
    public static void garbageOnStandardOutput(int bytes) throws IOException {
        Descriptors.write(1, Descriptors.garbage(bytes));
    }

    /**
     * Closes the worker's channel to the pool, by its descriptor. The caller gets a {@link
     * ConnectionLostException}. Linux only.
     */
    @InProcessPool(pool = "misbehave")
    public static void closeChannel() throws IOException {
        Descriptors.close(Descriptors.channel());
    }

    /**
     * Writes so many random bytes to the worker's channel to the pool. The caller gets a {@link
     * ProtocolBrokenException}; for 0 bytes nothing happens. Linux only.
     */
    @InProcessPool(pool = "misbehave")
    public static void garbageOnChannel(int bytes) throws IOException, InterruptedException {
        if (bytes > 0) {
            Descriptors.write(Descriptors.channel(), Descriptors.garbage(bytes));
            Thread.sleep(5_000);
        }
    }

    /**
     * Sends half of a result and halts. The caller gets a {@link WorkerExitedException} with the exit code 9. Linux
     * only.
     */
    @InProcessPool(pool = "misbehave")
    public static void dieWithinTheResult() throws IOException {
        Descriptors.write(Descriptors.channel(), Descriptors.halfAResult());
        halt(9);
    }

    /**
     * Returns what cannot be written: the caller gets a {@link TaskEncodingException} that names the class; the
     * worker goes on.
     */
    @InProcessPool(pool = "misbehave")
    public static Unserializable unserializableResult() {
        return new Unserializable(new Object());
    }

    /**
     * Returns what can be written and not be read: the caller gets a {@link TaskEncodingException}; the worker goes
     * on.
     */
    @InProcessPool(pool = "misbehave")
    public static Undecodable undecodableResult() {
        return new Undecodable(ProcessHandle.current().pid());
    }

    /** Throws an {@link IOException} with a cause. The caller gets it, with the stack of the worker. */
    @InProcessPool(pool = "misbehave")
    public static void throwException(String message) throws IOException {
        throw new IOException(message, new IllegalStateException("the cause"));
    }

    /** Throws a {@link LinkageError}. The caller gets it; the worker goes on. */
    @InProcessPool(pool = "misbehave")
    public static void throwError(String message) {
        throw new LinkageError(message);
    }

    /**
     * Throws an exception that can neither be serialized nor be made by one of the usual constructors. The caller
     * gets a {@link RemoteTaskException} with its class name and this text.
     */
    @InProcessPool(pool = "misbehave")
    public static void exceptionThatCannotBeRebuilt(String text) {
        throw new OnlyHere(new Object(), text);
    }

    /**
     * Starts so many processes that would outlive everything. The caller gets their ids; they end with the worker.
     */
    @InProcessPool(pool = "misbehave")
    public static List<Long> spawnChildren(int count) throws IOException {
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pids.add(new ProcessBuilder("sleep", "1000").start().pid());
        }
        return pids;
    }

    /**
     * Starts so many processes that would outlive everything, appends their ids to a file, one on a line, and halts
     * the worker. The caller gets a {@link WorkerExitedException} with the exit code 9.
     */
    @InProcessPool(pool = "misbehave")
    public static void spawnAndDie(int count, Path file) throws IOException {
        for (long pid : spawnChildren(count)) {
            Files.writeString(file, pid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        halt(9);
    }
}
