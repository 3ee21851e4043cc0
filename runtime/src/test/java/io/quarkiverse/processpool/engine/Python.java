package io.quarkiverse.processpool.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.InProcessPool;

/** The functions that CPython's tests of Pool run in workers. */
final class Python {

    private static final List<WeakReference<Counted>> SEEN = new ArrayList<>();

    private Python() {
    }

    /** As the main class of an application, too. */
    public static void main(String[] args) throws Exception {
        System.out.println("main class with " + args.length);
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).build()) {
            System.out.println(pool.apply(PythonTasks.sqrAfter(7, 100)));
            System.out.println("worker: " + pool.apply(PythonTasks.commandLine(0)).strip());
        }
    }

    @InProcessPool(pool = "python")
    static int sqr(int x) {
        return x * x;
    }

    @InProcessPool(pool = "python")
    static int sqrAfter(int x, int waitMillis) throws InterruptedException {
        Thread.sleep(waitMillis);
        return x * x;
    }

    /** Answers when the file is there. */
    @InProcessPool(pool = "python")
    static int sqrWhen(int x, Path gate) throws InterruptedException {
        Gate.await(gate);
        return x * x;
    }

    @InProcessPool(pool = "python")
    static int mul(int x, int y) {
        return x * y;
    }

    @InProcessPool(pool = "python")
    static int parse(String digits) {
        return Integer.parseInt(digits);
    }

    @InProcessPool(pool = "python")
    static int raising(String key) {
        throw new NoSuchElementException(key); // the line that the stack names
    }

    /** Fails after that time with a message of a million characters, and leaves a line. */
    @InProcessPool(pool = "python")
    static int raiseLargeError(Path ran, int waitMillis) throws IOException, InterruptedException {
        Thread.sleep(waitMillis);
        note(ran, "waited " + waitMillis);
        throw new IllegalArgumentException("x".repeat(1 << 20));
    }

    @InProcessPool(pool = "python")
    static long pidAfter(int ignored, int waitMillis) throws InterruptedException {
        Thread.sleep(waitMillis);
        return ProcessHandle.current().pid();
    }

    @InProcessPool(pool = "python")
    static void note(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** An argument and a result that can be counted. */
    record Counted(byte[] bytes) {
    }

    @InProcessPool(pool = "python")
    static Counted identity(Counted counted) {
        SEEN.add(new WeakReference<>(counted));
        return counted;
    }

    /** How many arguments of {@link #identity} this worker still holds, as in {@code 0 of 10}. */
    @InProcessPool(pool = "python")
    static String countHeld(int ignored) {
        System.gc();
        long held = SEEN.stream().filter(seen -> seen.get() != null).count();
        return held + " of " + SEEN.size();
    }

    /** Cannot be written. */
    static final class Unpicklable implements Serializable {

        private static final long serialVersionUID = 1L;
        private final int number;

        Unpicklable(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IllegalStateException("cannot pickle " + number);
        }
    }

    @InProcessPool(pool = "python")
    static int number(Unpicklable argument) {
        return argument.number();
    }

    @InProcessPool(pool = "python")
    static Unpicklable unpicklableResult(int number) {
        return new Unpicklable(number);
    }

    /** Runs a pool of its own in the worker, and answers what comes out of it, with the pid of its worker. */
    @InProcessPool(pool = "python")
    static long[] poolInProcess(int x) throws Exception {
        try (WorkerPool inner = WorkerPool.builder("inner").workers(1).build()) {
            long result = inner.map(PythonTasks::sqr, List.of(x, x + 1)).get().get(1);
            long[] pids = { ProcessHandle.current().pid(), inner.apply(PythonTasks.pidAfter(0, 0)), result };
            inner.close();
            inner.join(Pools.PATIENCE);
            return pids;
        }
    }

    /** Hands what it was given on to a process of its own, and answers how that ended. */
    @InProcessPool(pool = "python")
    static int noteInProcess(Path file) throws Exception {
        ChildProcess process = ChildProcess.of(PythonTasks.note(file, "1"));
        process.start();
        process.join();
        note(file, "2");
        return process.exitCode().getAsInt();
    }

    /** Leaves a line when the worker ends in order. */
    @InProcessPool(pool = "python")
    static long noteAtExit(Path file, String line) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                note(file, line);
            } catch (IOException e) {
                e.printStackTrace();
            }
        }));
        return ProcessHandle.current().pid();
    }

    /** Says that it runs, and then sums up what it was given again and again until the file is there. */
    @InProcessPool(pool = "python")
    static byte[] sumUntil(byte[] bytes, Path announcement, Path gate) throws IOException {
        note(announcement, Long.toString(ProcessHandle.current().pid()));
        int sum;
        do {
            sum = Arrays.hashCode(bytes);
        } while (!Files.exists(gate));
        byte[] result = bytes.clone();
        result[0] = (byte) sum;
        return result;
    }

    /** Reads what is left on standard input, and uses both outputs, one of them closed. */
    @InProcessPool(pool = "python")
    static int useStandardStreams(int x) throws IOException {
        int read = System.in.read();
        System.out.close();
        System.out.println("nobody hears it");
        System.out.flush();
        System.err.flush();
        return read + x;
    }

    /** What the descriptors of this process are. */
    @InProcessPool(pool = "python")
    static List<String> descriptors(int ignored) throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    targets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        return targets;
    }

    /** The command line of this process. */
    @InProcessPool(pool = "python")
    static String commandLine(int ignored) throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/self/cmdline")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).replace('\0', ' ');
        }
    }
}
