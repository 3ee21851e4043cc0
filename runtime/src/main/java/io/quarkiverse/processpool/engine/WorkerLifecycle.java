package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ProtocolException;

/**
 * Parent side: what becomes of the tasks of a pool when one of its workers becomes ready, cannot be initialised, is to be
 * killed, and has died. Under the lock of the {@link Dispatcher}.
 */
final class WorkerLifecycle {

    /** Of a death, beside what its tasks are told. */
    private static final int MOST_TO_TELL = 3;

    private final Dispatcher dispatcher;
    private final PoolState state;
    private final Object lock;
    private final TicketQueue queue;
    private final Roster roster;
    private final StartGuard starts;
    private final Tally tally;
    private final WorkerLauncher launcher;

    WorkerLifecycle(Dispatcher dispatcher, WorkerLauncher launcher) {
        this.dispatcher = dispatcher;
        this.state = dispatcher.state;
        this.lock = dispatcher.state.lock;
        this.queue = dispatcher.state.queue;
        this.roster = dispatcher.state.roster;
        this.starts = dispatcher.state.starts;
        this.tally = dispatcher.state.tally;
        this.launcher = launcher;
    }

    /** The worker is connected and initialised, and can be given tasks. */
    void ready(WorkerHandle worker) {
        WorkerHandle next;
        WorkerHandle old;
        synchronized (lock) {
            if (worker.state() != WorkerState.LAUNCHING || worker.verdict() != null) {
                return;
            }
            roster.wear.sawStart(System.nanoTime() - worker.launchedAt);
            dispatcher.caretaker().sawStart(worker);
            worker.become(WorkerState.IDLE);
            old = dispatcher.caretaker().takePlace(worker);
            if (worker.takesTasks()) {
                roster.noLongerIdle(worker);
                dispatcher.refill(worker);
            }
            next = state.recruit();
        }
        dispatcher.afterwards(worker, next);
        dispatcher.afterwards(old, null);
    }

    /** The worker could not initialise its main class, and ends itself: what waits for that class fails now. */
    void initFailed(WorkerHandle worker, InitFailure failure) throws ProtocolException {
        Chain<Ticket> failed = new Chain<>();
        Runnable telling = () -> failure.tell(failed, state.late, tally);
        List<WorkerHandle> launch = new ArrayList<>();
        synchronized (lock) {
            if (worker.state() != WorkerState.LAUNCHING) {
                throw new ProtocolException("its initialisation failed after it was ready");
            }
            if (worker.verdict() != null) {
                return;
            }
            worker.initFailed();
            try {
                if (!worker.isOutdated) {
                    queue.drain(worker.mainClass, failed);
                }
                roster.outdate(worker.mainClass);
                recruitAll(launch);
            } catch (Error e) {
                // the watchdog sees what is left to be done
            }
        }
        launch(launch);
        if (!failed.isEmpty()) {
            launcher.aside(telling); // it may take long to read what was thrown
        }
        dispatcher.wakeWatchdog();
    }

    private void recruitAll(List<WorkerHandle> launch) {
        for (WorkerHandle next; (next = state.recruit()) != null;) {
            launch.add(next);
        }
    }

    private void launch(List<WorkerHandle> launch) {
        for (int i = 0; i < launch.size(); i++) {
            dispatcher.afterwards(null, launch.get(i));
        }
    }

    /** Ends a worker now; what it was doing is decided when it is dead. */
    void kill(WorkerHandle worker, Verdict verdict) {
        synchronized (lock) {
            if (!worker.condemn(verdict)) {
                return;
            }
            roster.noLongerIdle(worker);
        }
        launcher.kill(worker);
    }

    /**
     * The worker is dead, or was never born; called once for each, after everything that it had sent was read.
     *
     * @param obstacle what its tasks are told if it cannot be said what it has died of; null if it can
     * @throws OutOfMemoryError if there is no memory to begin with that: then it is to be called again
     */
    void died(WorkerHandle worker, Death death, Throwable obstacle) {
        Aftermath aftermath = new Aftermath(worker, death, dispatcher.settings.repetition(), state.quarantine, obstacle);
        List<Runnable> tell = new ArrayList<>(MOST_TO_TELL);
        List<WorkerHandle> launch = new ArrayList<>();
        synchronized (lock) {
            boolean idle = worker.state() == WorkerState.IDLE;
            boolean hasNotServed = Caretaker.hasNotServed(worker, death);
            aftermath.sort();
            takeOff(worker, aftermath);
            try {
                if (hasNotServed) {
                    sawFailedStart(death, tell);
                }
                drawConclusions(worker, death, idle, tell, launch);
            } catch (Error e) {
                // the watchdog sees what is left to be done
            }
            state.signal();
        }
        launch(launch);
        aftermath.tell();
        for (int i = 0; i < tell.size(); i++) {
            Receiver.telling(tell.get(i));
        }
        dispatcher.wakeWatchdog();
        dispatcher.serveQueue();
    }

    /** Not even its command can be made, nor ever will be; what waits is told that. */
    void neverStarted(WorkerHandle worker, Throwable obstacle) {
        Chain<Ticket> waiting = new Chain<>();
        synchronized (lock) {
            roster.remove(worker);
            tally.failed(queue.drain(waiting));
            state.signal();
        }
        for (Ticket ticket; (ticket = waiting.pollFirst()) != null;) {
            ticket.fail(obstacle);
        }
        dispatcher.wakeWatchdog();
    }

    /** Needs no memory. */
    private void takeOff(WorkerHandle worker, Aftermath aftermath) {
        roster.remove(worker);
        worker.flights.clear();
        tally.failed(aftermath.failed());
        for (int i = aftermath.back().size() - 1; i >= 0; i--) {
            dispatcher.requeue(aftermath.back().get(i));
        }
    }

    private void sawFailedStart(Death death, List<Runnable> tell) {
        starts.failed(death);
        if (state.isDown() && !roster.isSomeLaunching()) {
            tell.add(dispatcher.caretaker().sayThatItIsDown());
            tell.add(failWaiting(new Failing(notStarted())));
        }
    }

    private void drawConclusions(WorkerHandle worker, Death death, boolean idle, List<Runnable> tell,
            List<WorkerHandle> launch) {
        if (state.termination() != null) {
            tell.add(failWaiting(new Failing(neverBegun(state.termination()))));
        }
        recruitAll(launch);
        WorkerHandle substitute = idle ? dispatcher.caretaker().substitute(worker, death) : null;
        if (substitute != null) {
            launch.add(substitute);
        }
    }

    /** The pool was terminated, and something waits all the same. */
    void failWaiting(Verdict termination) {
        Failing waiting = new Failing(neverBegun(termination));
        synchronized (lock) {
            state.failWaiting(waiting);
        }
        waiting.run();
    }

    private Failing failWaiting(Failing waiting) {
        state.failWaiting(waiting);
        return waiting;
    }

    private Function<Ticket, RuntimeException> neverBegun(Verdict termination) {
        return TaskFailures.neverBegun(dispatcher.settings.name(), termination);
    }

    /** Under the lock: what tells a task that no worker can be had for it. */
    Runnable notStarted(Ticket ticket) {
        Failing failing = new Failing(notStarted());
        tally.failed(ticket.count);
        failing.tickets.addLast(ticket);
        return failing;
    }

    private Function<Ticket, RuntimeException> notStarted() {
        return TaskFailures.notStarted(dispatcher.settings.name(), starts.failedInARow(), starts.last(), starts.pause());
    }
}
