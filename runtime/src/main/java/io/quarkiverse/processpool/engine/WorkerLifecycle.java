package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ProtocolException;

/**
 * Parent side: what becomes of the tasks of a pool when one of its workers becomes ready, cannot be initialised, is to be
 * killed, and has died. Under the lock of the {@link Dispatcher}.
 */
final class WorkerLifecycle {

    private final Dispatcher dispatcher;
    private final PoolState state;
    private final ReentrantLock lock;
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
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
        dispatcher.afterwards(worker, next);
        dispatcher.afterwards(old, null);
    }

    /** The worker could not initialise its main class, and ends itself: what waits for that class fails now. */
    void initFailed(WorkerHandle worker, InitFailure failure) throws ProtocolException {
        List<Ticket> failed = List.of();
        List<WorkerHandle> launch;
        lock.lock();
        try {
            if (worker.state() != WorkerState.LAUNCHING) {
                throw new ProtocolException("its initialisation failed after it was ready");
            }
            if (worker.verdict() != null) {
                return;
            }
            worker.initFailed();
            if (!worker.isOutdated) {
                failed = queue.drain(worker.mainClass);
            }
            roster.outdate(worker.mainClass);
            launch = recruitAll();
        } finally {
            lock.unlock();
        }
        launch.forEach(next -> dispatcher.afterwards(null, next));
        if (!failed.isEmpty()) {
            List<Ticket> told = failed;
            launcher.aside(() -> failure.tell(told, state.late, tally)); // it may take long to read what was thrown
        }
        dispatcher.wakeWatchdog();
    }

    private List<WorkerHandle> recruitAll() {
        List<WorkerHandle> launch = new ArrayList<>();
        for (WorkerHandle next; (next = state.recruit()) != null;) {
            launch.add(next);
        }
        return launch;
    }

    /** Ends a worker now; what it was doing is decided when it is dead. */
    void kill(WorkerHandle worker, Verdict verdict) {
        lock.lock();
        try {
            if (!worker.condemn(verdict)) {
                return;
            }
            roster.noLongerIdle(worker);
        } finally {
            lock.unlock();
        }
        launcher.kill(worker);
    }

    /** The worker is dead, or was never born; called once for each, after everything that it had sent was read. */
    void died(WorkerHandle worker, Death death) {
        List<Runnable> tell = new ArrayList<>();
        List<WorkerHandle> launch;
        lock.lock();
        try {
            boolean idle = worker.state() == WorkerState.IDLE;
            Aftermath aftermath = new Aftermath(worker, death, dispatcher.settings.repetition(), state.quarantine, tell, tally);
            roster.remove(worker);
            List<Ticket> back = aftermath.sort();
            for (int i = back.size() - 1; i >= 0; i--) {
                dispatcher.requeue(back.get(i));
            }
            if (Caretaker.hasNotServed(worker, death)) {
                starts.failed(death);
                giveUpIfHopeless(tell);
            }
            if (state.isTerminated()) {
                failWaiting(tell, new Verdict.PoolTerminated());
            }
            launch = recruitAll();
            WorkerHandle substitute = idle ? dispatcher.caretaker().substitute(worker, death) : null;
            if (substitute != null) {
                launch.add(substitute);
            }
            state.somethingGone.signalAll();
        } finally {
            lock.unlock();
        }
        launch.forEach(next -> dispatcher.afterwards(null, next));
        tell.forEach(Receiver::telling);
        dispatcher.serveQueue();
        dispatcher.wakeWatchdog();
    }

    /** Under the lock: what waits will not run any more. */
    void failWaiting(List<Runnable> tell, Verdict why) {
        List<Ticket> waiting = queue.drain();
        if (waiting.isEmpty()) {
            return;
        }
        Function<Ticket, RuntimeException> failures = TaskFailures.neverBegun(dispatcher.settings.name(), why);
        for (Ticket ticket : waiting) {
            tell.add(failing(ticket, failures));
        }
    }

    private void giveUpIfHopeless(List<Runnable> tell) {
        if (state.isDown() && !roster.isSomeLaunching()) {
            tell.add(dispatcher.caretaker().sayThatItIsDown());
            Function<Ticket, RuntimeException> failures = notStarted();
            for (Ticket ticket : queue.drain()) {
                tell.add(failing(ticket, failures));
            }
        }
    }

    /** Under the lock: what tells a task that no worker can be had for it. */
    Runnable notStarted(Ticket ticket) {
        return failing(ticket, notStarted());
    }

    private Function<Ticket, RuntimeException> notStarted() {
        return TaskFailures.notStarted(dispatcher.settings.name(), starts.failedInARow(), starts.last(), starts.pause());
    }

    private Runnable failing(Ticket ticket, Function<Ticket, RuntimeException> failures) {
        tally.failed.add(ticket.count);
        return () -> ticket.fail(failures.apply(ticket));
    }
}
