package io.quarkiverse.processpool.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.ChildProcesses;

/** The child processes of one run of the application, from its start to its stop. */
final class ApplicationChildren implements ChildProcesses {

    private static final Logger LOG = Logger.getLogger(ApplicationChildren.class);
    private static final Duration KILLED = Duration.ofSeconds(5);

    private final Set<ChildProcess> children = new LinkedHashSet<>();
    private boolean stopping;

    @Override
    public <P extends ChildProcess> P start(P child) {
        Objects.requireNonNull(child, "child");
        boolean isNew;
        synchronized (children) {
            if (stopping) {
                throw new IllegalStateException(child + " is not started, because the application stops");
            }
            isNew = children.add(child);
        }
        try {
            child.start();
            child.onExit().thenAccept(this::forget);
        } catch (Throwable e) {
            if (isNew) {
                forget(child);
            }
            throw e;
        }
        if (isStopping()) { // it may have begun before there was something to kill
            end(child, true);
        }
        return child;
    }

    private boolean isStopping() {
        synchronized (children) {
            return stopping;
        }
    }

    private void forget(ChildProcess child) {
        synchronized (children) {
            children.remove(child);
        }
    }

    @Override
    public List<ChildProcess> active() {
        return ChildProcess.activeChildren().stream().filter(all()::contains).toList();
    }

    private List<ChildProcess> all() {
        synchronized (children) {
            return new ArrayList<>(children);
        }
    }

    /** Terminates daemons, lets the others go on for that time, and kills what is left then. */
    void stop(Duration timeout) {
        List<ChildProcess> active = stopping();
        long start = System.nanoTime();
        for (ChildProcess child : active) {
            if (isDaemon(child)) {
                end(child, false);
            }
        }
        for (ChildProcess child : active) {
            if (!joined(child, timeout.minusNanos(System.nanoTime() - start))) {
                LOG.warnf("%s has not ended within the shutdown-timeout of %s, and is killed", child, timeout);
            }
        }
        stopNow();
    }

    /** Kills all of them and waits until they are gone. */
    void stopNow() {
        List<ChildProcess> active = stopping();
        active.forEach(child -> end(child, true));
        for (ChildProcess child : active) {
            if (!joined(child, KILLED)) {
                LOG.errorf("%s is still there %s after it was killed", child, KILLED);
            }
        }
    }

    private List<ChildProcess> stopping() {
        synchronized (children) {
            stopping = true;
        }
        return active();
    }

    private static boolean isDaemon(ChildProcess child) {
        try {
            return child.daemon();
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    private static void end(ChildProcess child, boolean forcibly) {
        try {
            if (forcibly) {
                child.kill();
            } else {
                child.terminate();
            }
        } catch (IllegalStateException closed) {
            // it has ended, and its owner was faster
        }
    }

    private static boolean joined(ChildProcess child, Duration timeout) {
        try {
            return child.join(timeout);
        } catch (IllegalStateException closed) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
