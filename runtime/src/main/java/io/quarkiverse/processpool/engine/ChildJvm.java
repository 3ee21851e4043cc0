package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.wire.ChildSettings;
import io.quarkiverse.processpool.wire.CurrentProcess;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EncodingException;
import io.quarkiverse.processpool.wire.EndMark;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: the JVM of one child process, from its start to its end. Its standard input is the leash: it stays
 * open as long as this process lives. This is the seam between {@link ChildProcess}, which is API, and the
 * mechanism.
 */
public final class ChildJvm {

    /** What a pipe takes without a reader. */
    private static final int PIPE_BYTES = 1 << 15;
    private static final int SIGTERM = 15;

    private final ChildProcess owner;
    private final boolean daemon;
    private final ChildDirectory directory;
    private final Process process;
    private final OutputStream leash;
    private final CompletableFuture<ChildProcess> ended = new CompletableFuture<>();
    private volatile boolean killed;
    private volatile boolean terminated;
    private volatile int exitCode;

    private ChildJvm(ChildProcess owner, ChildPlan plan) {
        this.owner = owner;
        this.daemon = plan.daemon();
        this.directory = new ChildDirectory();
        Process started = null;
        try {
            started = launch(plan, directory);
            directory.make();
        } catch (IOException e) {
            giveUp(started);
            throw new UncheckedIOException("The process '" + plan.name() + "' could not be started", e);
        } catch (Throwable e) {
            giveUp(started);
            throw e;
        }
        process = started;
        leash = process.getOutputStream();
    }

    private static Process launch(ChildPlan plan, ChildDirectory directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(plan.words(directory)).redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(plan.environment());
        return builder.start();
    }

    private void giveUp(Process started) {
        if (started != null) {
            started.destroyForcibly();
        }
        directory.remove();
    }

    /**
     * Starts a child that runs a task, or the owner itself. Does not wait for it.
     *
     * @param task null for the owner
     * @throws TaskEncodingException if what it is to run cannot be sent
     * @throws UncheckedIOException if the system refuses to start it
     */
    public static ChildJvm start(ChildProcess owner, Task<?> task, ChildPlan plan) {
        byte[] settings = settings(owner, task, plan).toBytes();
        ChildJvm child = new ChildJvm(owner, plan);
        ActiveChildren.add(child);
        child.process.onExit().thenRunAsync(child::end, child::onThreadOfItsOwn);
        if (settings.length <= PIPE_BYTES) {
            child.tell(settings);
        } else {
            child.onThreadOfItsOwn(() -> child.tell(settings));
        }
        return child;
    }

    private void tell(byte[] settings) {
        try {
            leash.write(settings);
            leash.flush();
        } catch (IOException e) {
            // it has ended already; how, its exit code will say
        }
    }

    private static ChildSettings settings(ChildProcess owner, Task<?> task, ChildPlan plan) {
        Encoder body = new Encoder();
        String className;
        String signature = null;
        try {
            if (task == null) {
                className = owner.getClass().getName();
                body.writeSerializable(owner, "process " + plan.name());
            } else {
                className = task.entryPoint().workerClass();
                signature = task.entryPoint().signature();
                encode(task, task.entryPoint(), body);
            }
        } catch (EncodingException e) {
            throw new TaskEncodingException("The process '" + plan.name() + "' could not be started: " + e.getMessage(), e);
        }
        return new ChildSettings(plan.name(), plan.identity(), plan.daemon(), CurrentProcess.get().name(),
                ProcessHandle.current().pid(), plan.properties(), String.join(";", plan.allowedClasses()), className,
                signature, body.toByteArray());
    }

    @SuppressWarnings("unchecked") // a task and its entry point are generated together
    private static <T extends Task<?>> void encode(Task<?> task, EntryPoint<T, ?> entry, Encoder out) {
        entry.encodeArguments((T) task, out);
    }

    /**
     * For what may take long. The reaper of the JDK, besides, has a small stack, and the application's callbacks may run here.
     */
    private void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "process-pool-child-" + pid());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            task.run(); // a death that nobody is told of would be waited for for ever
        }
    }

    private void end() {
        try {
            exitCode = exitCode(process.exitValue(), directory.mark());
            directory.removeLeftovers();
            directory.remove();
            leash.close();
        } catch (IOException e) {
            // the other end is gone
        } finally {
            ActiveChildren.remove(this);
            ended.complete(owner);
        }
    }

    /** A JVM that is told to end while it initialises itself may take that for an error of its own. */
    private int exitCode(int exitValue, long mark) {
        boolean inItsStart = terminated && exitValue == 1 && mark == EndMark.NONE;
        return inItsStart ? -SIGTERM : EndMark.exitCode(exitValue, mark, killed);
    }

    /** The processes that are alive, in the order of their start. */
    public static List<ChildProcess> active() {
        return ActiveChildren.list().stream().map(child -> child.owner).toList();
    }

    boolean isDaemon() {
        return daemon;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return !ended.isDone();
    }

    /** {@code -N} for the end by signal N; empty while it is alive. */
    public OptionalInt exitCode() {
        return ended.isDone() ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    public CompletionStage<ChildProcess> onExit() {
        return ended.minimalCompletionStage();
    }

    /** Waits for its end; returns at once for no time, or a negative one. */
    public boolean await(long nanos) throws InterruptedException {
        try {
            if (nanos > 0) {
                ended.get(nanos, TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            // as the result says
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        return ended.isDone();
    }

    /**
     * Asks it to end by SIGTERM, or ends it by SIGKILL. Nothing happens to one that has ended. By its handle: the methods of
     * {@link Process} close its standard input as well, and a daemon that is about to end in order would take that for the end
     * of its parent.
     */
    public void end(boolean forcibly) {
        if (forcibly) {
            killed = true;
            process.toHandle().destroyForcibly();
        } else {
            terminated = true;
            process.toHandle().destroy();
        }
    }
}
