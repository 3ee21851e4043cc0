package io.quarkiverse.processpool;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import io.quarkiverse.processpool.engine.ChildJvm;
import io.quarkiverse.processpool.engine.ChildPlan;
import io.quarkiverse.processpool.wire.CurrentProcess;

/**
 * One piece of work in a process of its own: Python's {@code multiprocessing.Process}, with its rules.
 * <p>
 * It is made {@linkplain #of from a task}, or as a subclass with a {@link #run()} of its own. The fields of a subclass travel
 * to the child by Java serialization, which lets in their declared types, the values and collections of the JDK, and
 * what {@link #allowedClasses} names; what is not serializable there is {@code transient}. Nothing comes back but the
 * {@linkplain #exitCode() exit code}: work with a result is for a {@link ProcessPool}.
 * <p>
 * <b>The child</b> is a JVM with the class path, the JVM options, the system properties, the locale, the time zone, the
 * environment, and the standard output and error of this process; its standard input is empty. Options about this one JVM
 * do not go over: debugger, agents, log files, archives, first heap. It ends when the work has ended and all its threads
 * that are no daemons, with 0; after an exception that the work did not catch, whose stack is on standard error, with 1;
 * after {@code System.exit(n)} with n. Its shutdown hooks run.
 * <p>
 * <b>Parent and child.</b> A {@linkplain #daemon() daemon} ends with its parent, however that ends: at an orderly end of the
 * parent by SIGTERM, and if the parent is killed, at once and with all that it has started. For a child that is no daemon
 * an orderly end of the parent is put off, as if by {@link #join()}; it outlives a parent that a signal has ended. Other than
 * in Python a daemon may have children.
 * <p>
 * <b>Threads and errors.</b> All methods can be called from any thread. {@link #join()} blocks, and
 * {@link #start()} for some milliseconds. What is not possible in the state that the process is in is an
 * {@link IllegalStateException}.
 */
public abstract class ChildProcess implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What this process is, once somebody has asked. */
    private static ChildProcess current;

    private transient String name;
    private transient String identity;
    private transient boolean daemon;
    private transient Path java;
    private transient List<String> jvmArgs;
    private transient Map<String, String> environment;
    private transient List<String> allowedClasses;

    private transient boolean isCurrent;
    private transient boolean closed;
    private transient volatile ChildJvm jvm;

    /**
     * A process that is not started yet, with the next free name ({@code Process-1}; {@code Process-1:2} for the second child
     * of that one; a subclass has its own simple name in the place of {@code Process}), a daemon if this process is one.
     */
    protected ChildProcess() {
        this(CurrentProcess.get().nextIdentity());
        String kind = this instanceof TaskProcess ? "" : getClass().getSimpleName();
        name = (kind.isEmpty() ? "Process" : kind) + "-" + identity;
    }

    private ChildProcess(String identity) {
        this.identity = identity;
        this.daemon = CurrentProcess.get().isDaemon();
        this.java = Path.of(System.getProperty("java.home"), "bin", "java");
        this.jvmArgs = List.of();
        this.environment = Map.of();
        this.allowedClasses = List.of();
    }

    /**
     * A process that runs the task. What the task returns is lost. Once started, this process keeps no reference to the task.
     */
    public static ChildProcess of(Task<?> task) {
        return new TaskProcess(task);
    }

    /** The work, on the main thread of the child. */
    protected abstract void run() throws Exception;

    /**
     * Starts the process, once. Does not wait for its JVM; what it is sent that is larger than a pipe goes its way while this
     * process goes on.
     *
     * @throws TaskEncodingException if the arguments of the task or the fields of this object cannot be sent
     * @throws java.io.UncheckedIOException if the system refuses to start it; it can be tried again
     * @throws IllegalStateException if it was started or closed; or in a child that has not begun its work, or initializes a
     *         class: each of its own children would start another one there, without end
     */
    public synchronized void start() {
        check(!closed && !isCurrent && jvm == null, "can be started once only");
        refuseEndlessStarting();
        ChildPlan plan = new ChildPlan(name, identity, daemon, java, jvmArgs, environment, allowedClasses);
        jvm = ChildJvm.start(this, task(), plan);
        forgetTask();
    }

    private static void refuseEndlessStarting() {
        CurrentProcess process = CurrentProcess.get();
        boolean endless = process.isStarting();
        if (!process.isMain()) {
            for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
                endless |= frame.getMethodName().equals("<clinit>");
            }
        }
        if (endless) {
            throw new IllegalStateException("The process '" + process.name()
                    + "' may not start others while it is being started, or "
                    + "from the static initializer of a class: they would do the same, without end. Start them in run()");
        }
    }

    Task<?> task() {
        return null;
    }

    void forgetTask() {
    }

    /** Waits for the end of the process. */
    public void join() throws InterruptedException {
        started("joined").await(Long.MAX_VALUE);
    }

    /**
     * Waits for the end of the process.
     *
     * @param timeout how long at most; returns at once if it is zero or negative
     * @return whether it has ended
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return started("joined").await(nanos(Objects.requireNonNull(timeout, "timeout")));
    }

    static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    /** Whether it was started and has not ended. */
    public boolean isAlive() {
        checkOpen();
        return isCurrent || jvm != null && jvm.isAlive();
    }

    /**
     * Asks the process to end, by SIGTERM: its shutdown hooks run, and its exit code is -15. What it has started
     * goes on, except daemons. Nothing happens if it has ended.
     */
    public void terminate() {
        started("terminated").end(false);
    }

    /** Ends the process by SIGKILL, exit code -9. What it has started goes on, except daemons. */
    public void kill() {
        started("killed").end(true);
    }

    /**
     * Lets go of what this process costs. Afterwards all methods but this one and {@link #toString()} throw an
     * {@link IllegalStateException}.
     *
     * @throws IllegalStateException if it is alive
     */
    public synchronized void close() {
        if (!closed) {
            check(!isAlive(), "cannot be closed while it is alive; join or kill it first");
            closed = true;
            jvm = null;
            forgetTask();
        }
    }

    /** Complete with this object when the process has ended; Python's {@code sentinel}. What is attached must not block. */
    public CompletionStage<ChildProcess> onExit() {
        return started("waited for").onExit();
    }

    /** As it was given, or else made of its class and a number; Python's {@code name}. */
    public synchronized String name() {
        checkOpen();
        return name;
    }

    /** Gives it another name; a child that was started has the one that it was started with. */
    public synchronized ChildProcess name(String name) {
        checkOpen();
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Whether it ends with its parent. */
    public synchronized boolean daemon() {
        checkOpen();
        return daemon;
    }

    /** Whether it shall end with its parent; before the start. */
    public synchronized ChildProcess daemon(boolean daemon) {
        checkNotStarted();
        this.daemon = daemon;
        return this;
    }

    /** The {@code java} that runs it, this process's own by default; before the start. Python: {@code set_executable}. */
    public synchronized ChildProcess java(Path java) {
        checkNotStarted();
        this.java = Objects.requireNonNull(java, "java");
        return this;
    }

    /** Adds options of its JVM, after those that it takes over from this one; before the start. */
    public synchronized ChildProcess jvmArgs(String... jvmArgs) {
        checkNotStarted();
        List<String> all = new ArrayList<>(this.jvmArgs);
        all.addAll(List.of(Objects.requireNonNull(jvmArgs, "jvmArgs")));
        this.jvmArgs = all;
        return this;
    }

    /** The largest heap of its JVM, such as {@code 256m}: short for {@code jvmArgs("-Xmx256m")}; before the start. */
    public ChildProcess heap(String heap) {
        return jvmArgs("-Xmx" + Objects.requireNonNull(heap, "heap"));
    }

    /** Adds variables to the environment that it inherits; before the start. */
    public synchronized ChildProcess environment(Map<String, String> environment) {
        checkNotStarted();
        Map<String, String> all = new LinkedHashMap<>(this.environment);
        all.putAll(Objects.requireNonNull(environment, "environment"));
        this.environment = all;
        return this;
    }

    /**
     * Adds classes that may travel to it by Java serialization besides those that the fields declare; before the start.
     *
     * @param patterns as of {@link java.io.ObjectInputFilter.Config#createFilter}, such as {@code org.acme.model.*}
     */
    public synchronized ChildProcess allowedClasses(String... patterns) {
        checkNotStarted();
        List<String> all = new ArrayList<>(this.allowedClasses);
        all.addAll(List.of(Objects.requireNonNull(patterns, "patterns")));
        this.allowedClasses = all;
        return this;
    }

    /**
     * The process id.
     *
     * @throws IllegalStateException if it was not started
     */
    public long pid() {
        checkOpen();
        return isCurrent ? ProcessHandle.current().pid() : started("asked for its pid").pid();
    }

    /**
     * What the process ended with, {@code -N} if signal N has ended it; empty before the start and while it is alive.
     * {@code System.exit(128 + N)} is told apart from the end by signal N; {@code Runtime.halt(128 + N)} cannot be.
     */
    public OptionalInt exitCode() {
        checkOpen();
        ChildJvm started = jvm;
        return started == null ? OptionalInt.empty() : started.exitCode();
    }

    /** The children of this process that are alive, in the order of their start. Python: {@code active_children()}. */
    public static List<ChildProcess> activeChildren() {
        return ChildJvm.active();
    }

    /**
     * This process. In the main process, and in all that this library has not started, it is called {@code MainProcess} and is
     * no daemon; a worker of a pool is called like the worker and is a daemon. In a child made from a subclass it is the object
     * whose {@link #run()} runs. Python: {@code current_process()}.
     */
    public static ChildProcess current() {
        synchronized (ChildProcess.class) {
            if (current == null) {
                current = new Current();
            }
            return current;
        }
    }

    /** The process that has started this one; empty in the main process. Python: {@code parent_process()}. */
    public static Optional<ParentProcess> parent() {
        return CurrentProcess.get().isMain() ? Optional.empty() : Optional.of(new ParentProcess(CurrentProcess.get()));
    }

    private ChildJvm started(String what) {
        ChildJvm started = jvm;
        checkOpen();
        check(!isCurrent, "is this process; only its parent can have it " + what);
        check(started != null, "cannot be " + what + " before it was started");
        return started;
    }

    private void checkNotStarted() {
        checkOpen();
        check(!isCurrent && jvm == null, "can be changed before it is started only");
    }

    private void checkOpen() {
        check(!closed, "is closed");
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("The process '" + name + "' " + otherwise);
        }
    }

    private void becomeCurrent() {
        CurrentProcess process = CurrentProcess.get();
        name = process.name();
        daemon = process.isDaemon();
        isCurrent = true;
    }

    /** The object has arrived in its child, and is what runs there. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        if (!CurrentProcess.get().isStarting()) {
            throw new InvalidObjectException("A ChildProcess travels to its own process only, by start()");
        }
        in.defaultReadObject();
        becomeCurrent();
        synchronized (ChildProcess.class) {
            current = this;
        }
        CurrentProcess.get().setWork(new Arrived(this));
    }

    @Override
    public String toString() {
        ChildJvm started = jvm;
        String state = closed ? "closed"
                : isCurrent ? "current"
                        : started == null ? "not started"
                                : started.isAlive() ? "alive, pid " + started.pid()
                                        : "ended with " + started.exitCode().getAsInt();
        return "ChildProcess[" + name + ", " + state + (daemon ? ", daemon]" : "]");
    }

    private record Arrived(ChildProcess child) implements Callable<Void> {

        @Override
        public Void call() throws Exception {
            child.run();
            return null;
        }
    }

    private static final class Current extends ChildProcess {

        private static final long serialVersionUID = 1L;

        Current() {
            super("");
            super.becomeCurrent();
        }

        @Override
        protected void run() {
            throw new IllegalStateException("This process runs already");
        }
    }
}
