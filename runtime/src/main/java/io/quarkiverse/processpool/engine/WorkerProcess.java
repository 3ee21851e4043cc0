package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.Kin;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: one worker process from its launch to its end, and the only place that starts and kills one. Its
 * standard input is the leash: it stays open as long as this process lives.
 */
final class WorkerProcess {

    private static final long STDERR_PATIENCE_MILLIS = 500;
    /** Of standard output, which can be of application code that runs when a worker starts. */
    private static final int OUTPUT_LINES = 20;
    private static final long GRACE_MILLIS = 2_000;
    private static final long DUMP_PATIENCE_NANOS = 500_000_000;
    /** For a process that takes more and more memory meanwhile. */
    private static final long SHORT_DUMP_PATIENCE_NANOS = 350_000_000;
    private static final int DEEPEST = 8;
    /** If the end of a process has not been seen for so long, nobody will see it. */
    private static final long UNSEEN_MILLIS = 2_000;
    /** As an exit value: ended by signal 9. */
    private static final int KILLED = 137;
    private static final long DUMP_POLL_NANOS = 1_000_000;
    /** What a worker has resident beside its heap, with the lane. */
    private static final long BESIDE_HEAP = 64 << 20;

    private final String worker;
    private final WorkerCommand command;
    private final PoolDirectory directory;
    private final WorkerSettings settings;
    private final Process process;
    private final OutputStream leash;
    private final OutputPump output;
    private final OutputPump errors;
    private final WorkerEndpoint endpoint;
    private final long graceMillis;
    private volatile String threadDump = "";

    /**
     * Starts the process, and makes the place where it will connect while its JVM starts. Whenever this process is killed in
     * between, the worker finds its leash cut, and either nothing was made yet or it knows what to remove.
     */
    WorkerProcess(WorkerHandle handle, Dispatcher dispatcher, WorkerCommand command, PoolDirectory directory,
            PoolThreads threads, WorkerLog log) throws IOException {
        PoolSettings pool = dispatcher.settings;
        this.worker = handle.name;
        this.command = command;
        this.directory = directory;
        this.graceMillis = pool.recording() == null ? GRACE_MILLIS : ArchiveRehearsal.PATIENCE.toMillis(); // it writes then
        settings = settings(directory.reserve(handle.number), pool);
        Process started = null;
        WorkerEndpoint opened = null;
        try {
            started = start(pool);
            process = started;
            leash = process.getOutputStream();
            output = new OutputPump(process.getInputStream(), log, System.Logger.Level.INFO,
                    new OutputTag(handle, dispatcher, process.pid()));
            threads.start(worker + "-out", output);
            errors = new OutputPump(process.getErrorStream(), log, System.Logger.Level.WARNING,
                    new OutputTag(handle, dispatcher, process.pid()));
            threads.start(worker + "-err", errors);
            tell(settings);
            directory.enter(settings);
            opened = new WorkerEndpoint(settings);
            endpoint = opened;
            order(WorkerSettings.GO);
            process.onExit().thenRun(endpoint::close);
        } catch (Throwable e) {
            if (started != null) {
                started.destroyForcibly();
            }
            if (opened != null) {
                opened.close();
            }
            cleanUp();
            throw e;
        }
    }

    /** How many workers are above this process, of which each has started the next. */
    static int depth() {
        String marks = System.getenv(Kin.VARIABLE);
        return marks == null || marks.isEmpty() ? 0 : marks.split(":").length;
    }

    private Process start(PoolSettings pool) throws IOException {
        if (depth() >= DEEPEST) {
            throw new IOException("This process is a worker of a worker, and so on, " + DEEPEST
                    + " deep: code that workers run when they start makes a pool itself");
        }
        ProcessBuilder builder = new ProcessBuilder(command.words(directory, settings.temporary()));
        builder.environment().putAll(pool.environment());
        String outer = builder.environment().get(Kin.VARIABLE);
        builder.environment().put(Kin.VARIABLE, outer == null ? settings.mark() : outer + ":" + settings.mark());
        return builder.start();
    }

    private WorkerSettings settings(Path own, PoolSettings pool) {
        return new WorkerSettings(worker, Unguessable.bytes(WorkerSettings.TOKEN_BYTES), own.toString(),
                "w" + Unguessable.name(), pool.maxPayload(), String.join(";", pool.allowedClasses()),
                tendsHeapWithin(pool), Inheritance.ofWorkers(pool));
    }

    private long tendsHeapWithin(PoolSettings pool) {
        if (!command.choosesTheCollector()) {
            return 0;
        }
        long killed = pool.maxRss() == 0 ? Long.MAX_VALUE : pool.maxRss();
        long recycled = pool.recycling().rss() == 0 ? Long.MAX_VALUE : pool.recycling().rss();
        return Math.max(1, Math.min(killed, recycled) - BESIDE_HEAP);
    }

    private void tell(WorkerSettings said) {
        try {
            said.write(leash);
        } catch (IOException e) {
            // it ended before it read them; what it said about that comes with its death
        }
    }

    /** Gives the worker an order. One byte does not wait, unless the worker has left thousands of them unread. */
    void order(int order) {
        try {
            synchronized (leash) {
                leash.write(order);
                leash.flush();
            }
        } catch (IOException e) {
            // it is at its end
        }
    }

    WorkerCommand command() {
        return command;
    }

    long pid() {
        return process.pid();
    }

    WorkerEndpoint endpoint() {
        return endpoint;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills the process and those that it has started; these first, while it can still see to their end, which nobody else does
     * if this process is the first one of a container. Takes a few milliseconds.
     */
    void kill() {
        try {
            endpoint.close();
            if (process.isAlive()) { // its number may be that of another one by now
                Kin.killDescendants(process.toHandle());
            }
        } finally {
            process.destroyForcibly(); // in any case, and needs no memory
        }
    }

    /** Has the worker write down what it does, as long as it answers at once; then kills it. */
    void killAfterDump(boolean soon) {
        order(WorkerSettings.DUMP);
        long end = System.nanoTime() + (soon ? SHORT_DUMP_PATIENCE_NANOS : DUMP_PATIENCE_NANOS);
        while (!endpoint.page().isDumped() && process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(DUMP_POLL_NANOS);
        }
        if (endpoint.page().isDumped()) {
            try {
                threadDump = Files.readString(settings.dump());
            } catch (IOException | Error e) {
                // it had no room to write it down, or this process has none to read it
            }
        }
        kill();
    }

    /**
     * Waits for the end of the process, after its channel has ended; one that goes on without is killed.
     *
     * @param inShort whether it sees to nothing else, because it cannot
     */
    Death await(WorkerHandle handle, boolean wasReady, boolean inShort) throws InterruptedException {
        if (!process.waitFor(handle.verdict() == null ? graceMillis : DUMP_PATIENCE_NANOS / 1_000_000,
                TimeUnit.MILLISECONDS)) {
            handle.condemn(new Verdict.ChannelLost());
            kill();
            awaitWhatCannotFail();
        }
        List<OutputLine> lines = List.of();
        if (!inShort) {
            Kin.killAll(settings.mark(), process.pid());
            lines = lastLines(wasReady);
        }
        try {
            leash.close();
        } catch (IOException e) {
            // the other end is gone
        }
        return new Death(worker, process.pid(), process.isAlive() ? KILLED : process.exitValue(), endpoint.page().endMark(),
                handle.verdict(), new LastOutput(lines), threadDump, command, wasReady);
    }

    /** The JDK has a thread wait for the end of each process. That thread ends before if there is no memory at that moment. */
    private void awaitWhatCannotFail() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = process.waitFor(UNSEEN_MILLIS, TimeUnit.MILLISECONDS) || ResidentMemory.isGone(process.pid());
        }
    }

    private List<OutputLine> lastLines(boolean wasReady) throws InterruptedException {
        List<OutputLine> lines = errors.lastLines(STDERR_PATIENCE_MILLIS);
        if (wasReady) {
            return lines;
        }
        List<OutputLine> all = output.lastLines(STDERR_PATIENCE_MILLIS);
        all.subList(0, Math.max(0, all.size() - OUTPUT_LINES)).clear();
        all.addAll(lines);
        return all;
    }

    /**
     * Removes the files of the worker, when it is dead.
     *
     * @throws IOException if a task has left something that cannot be removed
     */
    void cleanUp() throws IOException {
        directory.leave(Path.of(settings.directory()));
    }
}
