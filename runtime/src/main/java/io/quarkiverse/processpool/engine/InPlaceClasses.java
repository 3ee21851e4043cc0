package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.WorkerInitException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.EntryPoints;

/**
 * Parent side: the classes whose tasks a pool has run in place, each initialised before its first task. One that
 * fails is tried again with the next task, as a new worker would.
 */
final class InPlaceClasses {

    private final Map<String, Initialisation> classes = new ConcurrentHashMap<>();
    private final ArrayDeque<EntryPoints> lastFirst = new ArrayDeque<>();

    /** One class; tasks wait here until its first one has initialised it. */
    private static final class Initialisation {
        private volatile boolean done;
        private boolean isUnderWay;
    }

    /**
     * Returns when the class of the entry point is initialised. A task that its initialisation runs itself does not
     * wait.
     *
     * @throws WorkerInitException if it cannot be
     */
    void init(EntryPoint<?, ?> entry) {
        Initialisation its = classes.computeIfAbsent(entry.workerClass(), name -> new Initialisation());
        if (its.done) {
            return;
        }
        synchronized (its) {
            if (its.done || its.isUnderWay) {
                return;
            }
            its.isUnderWay = true;
            try {
                EntryPoints points = make(entry);
                points.init();
                add(points);
                its.done = true;
            } catch (Throwable e) {
                throw failure(entry, e);
            } finally {
                its.isUnderWay = false;
            }
        }
    }

    private static EntryPoints make(EntryPoint<?, ?> entry) throws ReflectiveOperationException {
        return (EntryPoints) Class.forName(entry.workerClass(), true, entry.getClass().getClassLoader())
                .getDeclaredConstructor().newInstance();
    }

    private static WorkerInitException failure(EntryPoint<?, ?> entry, Throwable e) {
        return new WorkerInitException("A task of " + entry + " did not begin, because a @WorkerInit method of "
                + InitFailure.classOf(entry) + " failed in this process, where the pool runs its tasks: " + e + ". "
                + InitFailure.REPAIR, report(entry), e.getClass().getName(), e.getMessage(), e);
    }

    private static TaskReport report(EntryPoint<?, ?> entry) {
        return new TaskReport(0, entry.toString(), 0, "", ProcessHandle.current().pid(), Duration.ZERO, null, -1, -1, List.of(),
                "", "");
    }

    private void add(EntryPoints points) {
        synchronized (lastFirst) {
            lastFirst.addFirst(points);
        }
    }

    /** Lets the initialised classes clean up, the last one first, each once. */
    void exit(System.Logger log) {
        EntryPoints next;
        while ((next = take()) != null) {
            try {
                next.exit();
            } catch (Throwable e) {
                log.log(System.Logger.Level.WARNING, "A @WorkerExit method has failed, called by " + next.getClass().getName(),
                        e);
            }
        }
    }

    private EntryPoints take() {
        synchronized (lastFirst) {
            return lastFirst.pollFirst();
        }
    }
}
