package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.WorkerState;

/**
 * Parent side: how a pool is closed, terminated and joined. What is queued when it is closed is done first; a worker ends as
 * soon as nothing more can come.
 */
final class PoolEnding {

    private final Dispatcher dispatcher;
    private final PoolSettings settings;
    private final PoolState state;
    private final Roster roster;
    private final Object lock;
    private final WorkerLauncher launcher;

    PoolEnding(Dispatcher dispatcher, WorkerLauncher launcher) {
        this.dispatcher = dispatcher;
        this.settings = dispatcher.settings;
        this.state = dispatcher.state;
        this.roster = dispatcher.state.roster;
        this.lock = dispatcher.state.lock;
        this.launcher = launcher;
    }

    void close() {
        boolean wasOpen;
        synchronized (lock) {
            wasOpen = state.close();
            roster.giveUpSpares();
        }
        if (wasOpen) {
            launcher.archive().abandon();
            windUp();
        }
    }

    /** Ends workers that will not be needed any more, once nothing more can come. */
    void windUp() {
        List<WorkerHandle> stopped = new ArrayList<>();
        List<WorkerHandle> unborn = new ArrayList<>();
        synchronized (lock) {
            if (!state.isWindingUp()) {
                return;
            }
            if (state.queue.isEmpty()) {
                for (WorkerHandle worker; (worker = roster.takeIdle()) != null;) {
                    roster.dismiss(worker);
                    stopped.add(worker);
                }
                roster.all().stream().filter(worker -> worker.state() == WorkerState.LAUNCHING)
                        .filter(worker -> worker.condemn(new Verdict.PoolTerminated())).forEach(unborn::add);
            }
        }
        stopped.forEach(worker -> worker.channel.flush());
        unborn.forEach(launcher::kill);
        dispatcher.wakeWatchdog();
    }

    void terminate(Verdict why) {
        List<WorkerHandle> all;
        Verdict first;
        Failing waiting;
        synchronized (lock) {
            all = List.copyOf(roster.all());
            state.terminate(why);
            first = state.termination();
            waiting = new Failing(TaskFailures.neverBegun(settings.name(), first));
            state.failWaiting(waiting);
        }
        try {
            launcher.archive().abandon();
            for (int i = 0; i < all.size(); i++) {
                dispatcher.lifecycle().kill(all.get(i), first);
            }
        } catch (Error e) {
            // the watchdog sees what is left to be done
        } finally {
            waiting.run(); // nobody else has these any more
        }
        dispatcher.wakeWatchdog();
    }

    boolean join(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            if (state.isOpen()) {
                throw new IllegalStateException("The pool '" + settings.name() + "' must be closed before it is joined");
            }
            while (!state.isDone()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        }
        return launcher.archive().awaitEnd(Math.max(end - System.nanoTime(), 1));
    }

    boolean isOpen() {
        synchronized (lock) {
            return state.isOpen();
        }
    }

    /** Whether the pool is closed, its last worker gone, and nothing to be read any more. */
    boolean isOver() {
        synchronized (lock) {
            return !state.isOpen() && state.isDone() && state.late.isEmpty();
        }
    }

    /** The last worker of a closed pool is gone. */
    void over() {
        synchronized (lock) {
            state.signal();
        }
        launcher.over();
    }
}
