package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.wire.EndMark;

/**
 * Parent side: the child processes of this JVM that are alive, and what becomes of them when it ends in order: daemons are
 * terminated, the others are waited for. When it ends for a signal nobody is waited for, as in Python.
 */
final class ActiveChildren {

    private static final Set<ChildJvm> ALL = new LinkedHashSet<>();
    /** How long the shutdown hooks of a terminated daemon may take. */
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(2);

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ActiveChildren::atExit, "process-pool-children"));
        } catch (IllegalStateException e) {
            // the first child of a process that is ending; nobody will wait for it
        }
    }

    private ActiveChildren() {
    }

    static void add(ChildJvm child) {
        synchronized (ALL) {
            ALL.add(child);
        }
    }

    static void remove(ChildJvm child) {
        synchronized (ALL) {
            ALL.remove(child);
        }
    }

    /** In the order of their start. */
    static List<ChildJvm> list() {
        synchronized (ALL) {
            return new ArrayList<>(ALL);
        }
    }

    private static void atExit() {
        try {
            endDaemons();
            while (!EndMark.isOfSignal(EndMark.ofThisProcess())) {
                List<ChildJvm> others = list();
                others.removeIf(ChildJvm::isDaemon);
                if (others.isEmpty()) {
                    return;
                }
                others.get(0).await(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            // somebody wants this JVM to end now
        }
    }

    private static void endDaemons() throws InterruptedException {
        List<ChildJvm> daemons = list();
        daemons.removeIf(child -> !child.isDaemon());
        daemons.forEach(child -> child.end(false));
        long end = System.nanoTime() + LAST_NANOS;
        for (ChildJvm daemon : daemons) {
            if (!daemon.await(Math.max(1, end - System.nanoTime()))) {
                daemon.end(true);
            }
        }
        for (ChildJvm daemon : daemons) {
            daemon.await(LAST_NANOS); // a killed one cannot remove its directory, and this process is about to end too
        }
    }
}
