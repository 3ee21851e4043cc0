package io.quarkiverse.processpool.wire;

import java.util.concurrent.Callable;

/**
 * Both sides: what this process is in the tree of processes: the main process, unless the main class of a child or of a
 * worker has said otherwise. Python calls it {@code current_process()} and {@code parent_process()}.
 */
public final class CurrentProcess {

    private static final String MAIN = "MainProcess";

    private static volatile CurrentProcess current = new CurrentProcess(MAIN, "", false, null, -1);

    private final String name;
    private final String identity;
    private final boolean daemon;
    private final String parentName;
    private final long parentPid;
    private int children;
    private boolean starting;
    private Callable<?> work;
    private boolean parentIsGone;

    private CurrentProcess(String name, String identity, boolean daemon, String parentName, long parentPid) {
        this.name = name;
        this.identity = identity;
        this.daemon = daemon;
        this.parentName = parentName;
        this.parentPid = parentPid;
    }

    public static CurrentProcess get() {
        return current;
    }

    /** This process is that child, and not yet ready to start others. */
    public static void becomeChild(ChildSettings settings) {
        CurrentProcess child = new CurrentProcess(settings.name(), settings.identity(), settings.daemon(),
                settings.parentName(), settings.parentPid());
        child.starting = true;
        current = child;
    }

    /** This process is the worker of a pool: a daemon, as in Python. */
    public static void becomeWorker(String name) {
        current = new CurrentProcess(name, name, true, MAIN, -1);
    }

    public String name() {
        return name;
    }

    public boolean isDaemon() {
        return daemon;
    }

    public boolean isMain() {
        return parentName == null;
    }

    /** The name of the process that started this one, null in the main process. */
    public String parentName() {
        return parentName;
    }

    /** The process id of the process that started this one, -1 in the main process. */
    public long parentPid() {
        if (parentPid >= 0 || isMain()) {
            return parentPid;
        }
        ProcessHandle parent = ProcessHandle.current().parent().orElse(null);
        return parent == null ? -1 : parent.pid();
    }

    /** The identity of the next child: {@code 1}, and {@code 1:2} for the second child of that one. */
    public synchronized String nextIdentity() {
        String number = Integer.toString(++children);
        return identity.isEmpty() ? number : identity.concat(":").concat(number);
    }

    /** Whether this is a child that has not begun its work. */
    public synchronized boolean isStarting() {
        return starting;
    }

    /** What the child will run. */
    public synchronized void setWork(Callable<?> work) {
        this.work = work;
    }

    /** The child begins its work, which this returns and forgets. */
    public synchronized Callable<?> start() {
        Callable<?> begun = work;
        work = null;
        starting = false;
        return begun;
    }

    public synchronized void parentIsGone() {
        parentIsGone = true;
        notifyAll();
    }

    public synchronized boolean isParentAlive() {
        return !isMain() && !parentIsGone;
    }

    /**
     * Waits for the end of the parent.
     *
     * @param millis how long at most
     * @return whether it has ended
     */
    public synchronized boolean awaitParent(long millis) throws InterruptedException {
        long start = System.nanoTime();
        while (!parentIsGone) {
            long left = millis - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
