package io.quarkiverse.processpool.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import io.quarkiverse.processpool.wire.CurrentProcess;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.Kin;

/**
 * Worker side: a thread of a child process that waits for the end of standard input, which is the end of its parent. A daemon
 * then kills the processes that it has started, and halts; another child goes on, and cleans up after itself.
 */
final class ChildLeash extends Thread {

    private static final long POLL_MILLIS = 200;
    /** How long the shutdown hooks of a daemon may go on without its parent. */
    private static final long LAST_MILLIS = 2_000;

    private final FileChannel in;
    private final ChildDirectory directory;
    private final long parent = parentPid();
    private boolean daemon;
    private boolean isOn;
    private volatile boolean released;

    ChildLeash(FileInputStream in, ChildDirectory directory) {
        super("process-pool-leash");
        this.in = in.getChannel();
        this.directory = directory;
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    synchronized void putOn(boolean daemon) {
        this.daemon = daemon;
        if (!released) {
            isOn = true;
            start();
        }
    }

    /**
     * This process ends by itself. A JVM that ends waits 300 ms for a thread that is in a system call; so this one is taken out
     * of its own, and looks at the parent from time to time.
     */
    synchronized void release() {
        released = true;
        if (isOn) {
            interrupt();
        } else if (!isParentThere()) {
            directory.remove();
        }
    }

    @Override
    public void run() {
        ByteBuffer nothing = ByteBuffer.allocate(16);
        try {
            while (in.read(nothing) >= 0) {
                nothing.clear(); // the parent has nothing to say
            }
        } catch (IOException e) {
            // its end, or that of this process
        }
        try {
            if (released) {
                awaitEndOfParent();
            }
            CurrentProcess.get().parentIsGone();
            directory.remove();
            if (daemon && released) {
                pause(LAST_MILLIS);
            }
        } finally {
            if (daemon) {
                Kin.killDescendants(ProcessHandle.current());
                Exit.cut(ExitCode.LEASH_CUT);
            }
        }
    }

    private void awaitEndOfParent() {
        while (isParentThere()) {
            pause(POLL_MILLIS);
        }
    }

    private synchronized void pause(long millis) {
        interrupted(); // that was the release
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // the work of this process has no business here
        }
    }

    /** An orphan gets another parent. */
    private boolean isParentThere() {
        return parentPid() == parent;
    }

    private static long parentPid() {
        ProcessHandle parent = ProcessHandle.current().parent().orElse(null);
        return parent == null ? -1 : parent.pid();
    }
}
