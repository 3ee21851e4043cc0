package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.quarkiverse.processpool.WorkerState;

/**
 * Parent side: does what somebody has left undone because this process had no memory or no thread for it. The watchdog looks
 * for that in each of its rounds.
 */
final class Remedy {

    /** In so long a time a process has come up, or its end has been seen. */
    private static final long UNSEEN_NANOS = 2_000_000_000L;

    private final Dispatcher dispatcher;
    private final WorkerLauncher launcher;
    private final PoolState state;
    private final ReentrantLock lock;

    Remedy(Dispatcher dispatcher, WorkerLauncher launcher) {
        this.dispatcher = dispatcher;
        this.launcher = launcher;
        this.state = dispatcher.state;
        this.lock = dispatcher.state.lock;
    }

    /** @return whether there may be more of it in the next round */
    boolean run() {
        List<WorkerHandle> waiting = new ArrayList<>();
        boolean tasksWait;
        Verdict termination;
        boolean someAreUnneeded;
        lock.lock();
        try {
            for (WorkerHandle stray; (stray = state.roster.stray()) != null;) {
                waiting.add(stray);
                dispatcher.refill(stray);
            }
            for (WorkerHandle worker : state.roster.all()) {
                if (needs(worker)) {
                    waiting.add(worker);
                }
            }
            tasksWait = !state.queue.isEmpty();
            termination = state.termination();
            someAreUnneeded = state.isWindingUp() && state.roster.isSomeWithoutTask();
        } finally {
            lock.unlock();
        }
        for (WorkerHandle worker : waiting) {
            see(worker, termination);
        }
        if (termination != null && tasksWait) {
            dispatcher.lifecycle().failWaiting(termination);
        } else if (tasksWait) {
            dispatcher.serveQueue();
        } else if (someAreUnneeded) {
            dispatcher.ending().windUp();
        }
        return tasksWait || !waiting.isEmpty();
    }

    private boolean needs(WorkerHandle worker) {
        return isToBeLaunched(worker) || isToBeKilled(worker) || isLate(worker)
                || worker.channel != null && worker.channel.isToBeFlushed()
                || state.termination() != null && worker.verdict() == null;
    }

    private static boolean isToBeLaunched(WorkerHandle worker) {
        return worker.state() == WorkerState.LAUNCHING && !worker.isLaunched.get();
    }

    private static boolean isToBeKilled(WorkerHandle worker) {
        return worker.verdict() != null && worker.process != null && !worker.isKilled.get();
    }

    /** It may be dead without anybody knowing: then nobody would wait for it to connect. */
    private static boolean isLate(WorkerHandle worker) {
        return worker.state() == WorkerState.LAUNCHING && worker.process != null && worker.channel == null
                && System.nanoTime() - worker.launchedAt > UNSEEN_NANOS;
    }

    private void see(WorkerHandle worker, Verdict termination) {
        if (isToBeLaunched(worker)) {
            launcher.launch(worker);
        }
        if (termination != null) {
            dispatcher.lifecycle().kill(worker, termination);
        }
        if (isToBeKilled(worker) || isLate(worker) && ResidentMemory.isGone(worker.pid())) {
            launcher.kill(worker);
        }
        if (worker.channel != null) {
            worker.channel.flush();
        }
    }
}
