package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

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
    private final Object lock;

    Remedy(Dispatcher dispatcher, WorkerLauncher launcher) {
        this.dispatcher = dispatcher;
        this.launcher = launcher;
        this.state = dispatcher.state;
        this.lock = dispatcher.state.lock;
    }

    /**
     * @param moment that of this round, as by {@link System#nanoTime()}
     * @return whether there may be more of it in the next round
     */
    boolean run(long moment) {
        List<WorkerHandle> waiting = new ArrayList<>();
        List<Receiver> lost;
        boolean someAreOpen;
        boolean tasksWait;
        Verdict termination;
        boolean someAreUnneeded;
        synchronized (lock) {
            for (WorkerHandle stray; (stray = state.roster.stray()) != null;) {
                waiting.add(stray);
                dispatcher.refill(stray);
            }
            for (WorkerHandle worker : state.roster.all()) {
                if (needs(worker)) {
                    waiting.add(worker);
                }
            }
            state.open.letGo();
            someAreOpen = Shortage.wasSeen() && !state.open.isEmpty();
            lost = someAreOpen ? state.open.missing(state.roster, state.late, moment) : List.of();
            tasksWait = !state.queue.isEmpty();
            termination = state.termination();
            someAreUnneeded = state.isWindingUp() && state.roster.isSomeWithoutTask();
        }
        for (WorkerHandle worker : waiting) {
            trySeeing(worker, termination);
        }
        if (termination != null && tasksWait) {
            dispatcher.lifecycle().failWaiting(termination);
        } else if (tasksWait) {
            dispatcher.serveQueue();
        } else if (someAreUnneeded) {
            dispatcher.ending().windUp();
        }
        if (!lost.isEmpty()) {
            launcher.aside(() -> tell(lost));
        }
        return tasksWait || someAreOpen || !waiting.isEmpty();
    }

    private void tell(List<Receiver> lost) {
        Error problem = new OutOfMemoryError("An outcome was lost, because this process had no memory to tell it");
        int failed = 0;
        for (Receiver call : lost) {
            failed += tell(call, problem);
        }
        state.tally.failed(failed);
        if (failed > 0) {
            launcher.warn("Tasks of the pool '" + state.settings.name() + "' have failed, " + failed
                    + " of them, because this process had no memory to tell their outcome");
        }
    }

    /** @return how many of its tasks have failed thereby */
    private int tell(Receiver lost, Error problem) {
        try {
            int failed = lost.lost(problem);
            if (failed > 0) {
                dispatcher.inputs().cancel(lost);
            }
            return failed;
        } catch (Throwable e) {
            Shortage.note(e); // it is found again
            return 0;
        }
    }

    private boolean needs(WorkerHandle worker) {
        return isToBeLaunched(worker) || isToBeKilled(worker) || isLate(worker)
                || worker.channel != null && worker.channel.isToBeFlushed()
                || isUnattended(worker)
                || state.termination() != null && worker.verdict() == null;
    }

    private static boolean isToBeLaunched(WorkerHandle worker) {
        return worker.state() == WorkerState.LAUNCHING && !worker.isLaunched.get();
    }

    /** Or killed again: nobody says whether that was done. */
    private static boolean isToBeKilled(WorkerHandle worker) {
        return worker.verdict() != null && worker.process != null
                && (!worker.isKilled.get() || System.nanoTime() - worker.condemnedAt > UNSEEN_NANOS);
    }

    /** It may be dead without anybody knowing: then nobody would wait for it to connect. */
    private static boolean isLate(WorkerHandle worker) {
        return worker.state() == WorkerState.LAUNCHING && worker.process != null && worker.channel == null
                && System.nanoTime() - worker.launchedAt > UNSEEN_NANOS;
    }

    /** The thread that should see to it has ended, and it is still here. */
    private static boolean isUnattended(WorkerHandle worker) {
        return worker.attendant != null && worker.attendant.getState() == Thread.State.TERMINATED;
    }

    /** Its end may have been seen to meanwhile. */
    private boolean isHere(WorkerHandle worker) {
        synchronized (lock) {
            return state.roster.all().contains(worker);
        }
    }

    /** What goes wrong with one is not for the others to suffer from. */
    private void trySeeing(WorkerHandle worker, Verdict termination) {
        try {
            see(worker, termination);
        } catch (Throwable e) {
            Shortage.note(e); // and there is another round
        }
    }

    private void see(WorkerHandle worker, Verdict termination) {
        if (isToBeLaunched(worker)) {
            launcher.launch(worker);
        }
        if (termination != null) {
            dispatcher.lifecycle().kill(worker, termination);
        }
        if (isToBeKilled(worker) || isLate(worker) && ResidentMemory.isGone(worker.pid())) {
            worker.condemnedAt = System.nanoTime();
            worker.isKilled.set(false);
            launcher.kill(worker);
        }
        if (worker.channel != null) {
            worker.channel.flush();
        }
        if (isUnattended(worker) && isHere(worker)) {
            launcher.attendAnew(worker);
        }
    }
}
