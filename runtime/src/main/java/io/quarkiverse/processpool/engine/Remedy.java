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
        boolean isTerminated;
        boolean someAreUnneeded;
        lock.lock();
        try {
            state.roster.restStrays();
            for (WorkerHandle worker : state.roster.all()) {
                if (needs(worker)) {
                    waiting.add(worker);
                }
            }
            tasksWait = !state.queue.isEmpty();
            isTerminated = state.isTerminated();
            someAreUnneeded = state.isWindingUp() && state.roster.isSomeWithoutTask();
        } finally {
            lock.unlock();
        }
        for (WorkerHandle worker : waiting) {
            see(worker, isTerminated);
        }
        if (isTerminated && tasksWait) {
            dispatcher.lifecycle().failWaiting();
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
                || state.isTerminated() && worker.verdict() == null;
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

    private void see(WorkerHandle worker, boolean isTerminated) {
        if (isToBeLaunched(worker)) {
            launcher.launch(worker);
        }
        if (isTerminated) {
            dispatcher.lifecycle().kill(worker, new Verdict.PoolTerminated());
        }
        if (isToBeKilled(worker) || isLate(worker) && ResidentMemory.isGone(worker.pid())) {
            launcher.kill(worker);
        }
        if (worker.channel != null) {
            worker.channel.flush();
        }
    }
}
