package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: one worker process from its launch to its end, and the only place that starts and kills one. Its
 * standard input is the leash: it stays open as long as this process lives.
 */
final class WorkerProcess {

    private static final long STDERR_PATIENCE_MILLIS = 500;
    private static final long GRACE_MILLIS = 2_000;

    private final String worker;
    private final WorkerCommand command;
    private final Process process;
    private final OutputStream leash;
    private final OutputPump errors;
    private final WorkerEndpoint endpoint;

    /** Starts the process, and makes the place where it will connect while its JVM starts. */
    WorkerProcess(String worker, PoolSettings settings, WorkerCommand command, PoolDirectory directory, PoolThreads threads,
            WorkerLog log) throws IOException {
        this.worker = worker;
        this.command = command;
        ProcessBuilder builder = new ProcessBuilder(command.words(directory));
        builder.environment().putAll(settings.environment());
        process = builder.start();
        try {
            endpoint = new WorkerEndpoint(worker, directory);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
        process.onExit().thenRun(endpoint::close);
        leash = process.getOutputStream();
        String tag = "[" + worker + " " + process.pid() + "] ";
        threads.start(worker + "-out", new OutputPump(process.getInputStream(), log, System.Logger.Level.INFO, tag));
        errors = new OutputPump(process.getErrorStream(), log, System.Logger.Level.WARNING, tag);
        threads.start(worker + "-err", errors);
        try {
            endpoint.settings(settings).write(leash);
        } catch (IOException e) {
            endpoint.close(); // it ended before it read them; what it said about that comes with its death
        }
    }

    long pid() {
        return process.pid();
    }

    WorkerEndpoint endpoint() {
        return endpoint;
    }

    /** Kills the process and those that it has started. Takes a few milliseconds. */
    void kill() {
        endpoint.close();
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits for the end of the process, after its channel has ended; one that goes on without is killed. */
    Death await(WorkerHandle handle, boolean wasReady) throws InterruptedException {
        if (!process.waitFor(handle.verdict() == null ? GRACE_MILLIS : 1, TimeUnit.MILLISECONDS)) {
            handle.condemn(new Verdict.ChannelLost());
            kill();
            process.waitFor();
        }
        List<String> lines = errors.lastLines(STDERR_PATIENCE_MILLIS);
        try {
            leash.close();
        } catch (IOException e) {
            // the other end is gone
        }
        return new Death(worker, process.pid(), process.exitValue(), handle.verdict(), lines, command, wasReady);
    }
}
