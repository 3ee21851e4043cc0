package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: decides which task goes to which worker. What the workers say is for the {@link Answers}, what becomes of
 * tasks when workers come and go for the {@link WorkerLifecycle}, and the {@link Caretaker} looks after the workers themselves.
 * <p>
 * <b>The rules.</b> A ticket is in exactly one place: in the queue, in one flight, or done. All moves happen under
 * the lock; writing to sockets, starting and killing processes and telling receivers happen outside it. A free worker
 * is written to by the thread that submits; when none is free, the reader of the worker that becomes free writes the
 * next tickets, so no task is handed from thread to thread on its way.
 * <p>
 * <b>Several flights.</b> While tasks are short, a worker gets more of them than it can run at once, up to
 * {@link Roster#AHEAD_NANOS} of expected work, so that it does not wait for the next between two. None of them is
 * stuck should one turn out long: the watchdog has {@link Recall} take back what a worker has not begun. Nor does a worker
 * stand idle beside one with much before it: with each answer, what is not begun is shared out anew.
 * <p>
 * <b>After a death.</b> The shared page says which tasks the worker had begun. Those without an answer fail, or run
 * again if their method allows it; those that it had not begun go back to the head of the queue and were never
 * touched.
 * <p>
 * <b>Cancel.</b> What waits never runs. What runs is asked to end and interrupted; its worker gets nothing more until it has
 * answered, and is killed if it does not.
 */
final class Dispatcher {

    final PoolSettings settings;
    final PoolState state;
    private final ReentrantLock lock;
    private final TicketQueue queue;
    private final Roster roster;
    private final StartGuard starts;
    private final Tally tally;
    private final WorkerLauncher launcher;
    private final Watchdog watchdog;
    private final Caretaker caretaker;
    private final PoolEnding ending;
    private final Turnover turnover;
    private final Answers answers;
    private final WorkerLifecycle lifecycle;
    private final GivenInputs inputs;
    private final Map<EntryPoint<?, ?>, Pace> paces = new HashMap<>();
    private final AtomicLong ids = new AtomicLong(1);

    Dispatcher(PoolSettings settings, PoolThreads threads) {
        this.settings = settings;
        this.state = new PoolState(settings);
        this.lock = state.lock;
        this.queue = state.queue;
        this.roster = state.roster;
        this.starts = state.starts;
        this.tally = state.tally;
        this.launcher = new WorkerLauncher(this, threads);
        this.caretaker = new Caretaker(this, launcher);
        this.ending = new PoolEnding(this, launcher);
        this.turnover = new Turnover(this);
        this.watchdog = new Watchdog(this, threads);
        this.answers = new Answers(this);
        this.lifecycle = new WorkerLifecycle(this, launcher);
        this.inputs = new GivenInputs(threads);
    }

    Answers answers() {
        return answers;
    }

    WorkerLifecycle lifecycle() {
        return lifecycle;
    }

    GivenInputs inputs() {
        return inputs;
    }

    PoolEnding ending() {
        return ending;
    }

    Turnover turnover() {
        return turnover;
    }

    Caretaker caretaker() {
        return caretaker;
    }

    /** The first of so many new task ids. */
    long newIds(int count) {
        return ids.getAndAdd(count);
    }

    Pace pace(EntryPoint<?, ?> entry) {
        lock.lock();
        try {
            Pace known = paces.get(entry);
            if (known == null) {
                known = new Pace();
                paces.put(entry, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** The classes of the tasks that there were so far, as they are named as a rule. */
    List<String> classNames() {
        lock.lock();
        try {
            List<String> names = new ArrayList<>();
            for (EntryPoint<?, ?> entry : paces.keySet()) {
                String own = entry.getClass().getName();
                String declaring = entry.workerClass().replace("Worker", "");
                names.addAll(List.of(entry.workerClass(), own, own.replace("EntryPoint", ""), declaring));
            }
            return names;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks of that entry point fit in one flight. */
    int goodChunk(Pace pace) {
        lock.lock();
        try {
            return pace.isKnown() ? (int) Math.max(1, Math.min(1 << 20, Roster.AHEAD_NANOS / 2 / pace.of(1))) : 1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a ticket on.
     *
     * @param bounded whether a full queue refuses it
     * @throws IllegalStateException if the pool is closed
     */
    void submit(Ticket ticket, boolean bounded) {
        submit(ticket, bounded, false);
    }

    /** Takes on a ticket of a call that {@linkplain #callBegins() began} while the pool was open. */
    void submitOfOpenCall(Ticket ticket) {
        submit(ticket, false, true);
    }

    private void submit(Ticket ticket, boolean bounded, boolean ofOpenCall) {
        if (state.quarantine.isEmpty()) {
            admit(ticket, bounded, ofOpenCall);
            return;
        }
        int from = 0;
        for (int i = 0; i < ticket.count; i++) {
            Ticket one = ticket.slice(i, 1);
            TaskQuarantinedException refusal = state.quarantine.refusal(one);
            if (refusal != null) {
                if (i > from) {
                    admit(ticket.slice(from, i - from), bounded, ofOpenCall);
                }
                from = i + 1;
                tally.failed.increment();
                one.fail(refusal);
            }
        }
        if (from < ticket.count) {
            admit(ticket.slice(from, ticket.count - from), bounded, ofOpenCall);
        }
    }

    private void admit(Ticket ticket, boolean bounded, boolean ofOpenCall) {
        WorkerHandle to = null;
        WorkerHandle launch = null;
        boolean wasCut = false;
        Runnable refusal = null;
        lock.lock();
        try {
            state.requireOpen(ofOpenCall);
            if (ticket.receiver.cancelled) {
                tally.failed.add(ticket.count);
                ticket.closeInputs();
                return;
            }
            if (queue.isEmpty()) {
                to = roster.takeFree(ticket);
            }
            if (to != null) {
                to.assign(cutToFit(to, ticket));
                wasCut = !queue.isEmpty();
            } else if (isPaused()) {
                refusal = lifecycle.notStarted(ticket);
            } else {
                requireRoom(bounded);
                queue.add(ticket);
                launch = state.recruit();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            refusal.run();
        }
        afterwards(to, launch);
        if (wasCut) {
            serveQueue();
        }
    }

    private boolean isPaused() {
        return state.isDown() && !roster.isSomeLaunching() && starts.pauseLeft(System.nanoTime()) > 0;
    }

    private void requireRoom(boolean bounded) {
        if (bounded && queue.tasks() >= settings.queueSize()) {
            throw new TaskRejectedException("The queue of the pool '" + settings.name() + "' is full: "
                    + queue.tasks() + " wait. Submit more slowly, or raise queue-size.");
        }
    }

    /** Writes to a worker what is in line for it, and launches another one; either may be null. */
    void afterwards(WorkerHandle written, WorkerHandle launch) {
        if (written != null) {
            written.channel.flush();
            watchdog.wake();
        }
        if (launch != null) {
            launcher.launch(launch);
            watchdog.wake();
        }
    }

    /** Gives a worker what waits, as far as it has room; one that has nothing left becomes idle, is replaced, or stops. */
    boolean refill(WorkerHandle worker) {
        boolean assigned = false;
        Ticket next;
        while ((next = queue.peek()) != null && roster.takesNext(worker, next)) {
            worker.assign(cutToFit(worker, queue.poll()));
            assigned = true;
        }
        if (worker.flights.isEmpty() && worker.takesTasks()) {
            if (roster.wear.isUsedUp(worker) || state.isWindingUp()) {
                roster.dismiss(worker);
            } else {
                roster.rest(worker);
            }
        }
        return assigned;
    }

    /** As much of the ticket as the worker may take; the rest is next in the queue. */
    private Ticket cutToFit(WorkerHandle worker, Ticket ticket) {
        int room = roster.wear.roomBeforeReplacement(worker);
        if (ticket.count <= room) {
            return ticket;
        }
        queue.addFirst(ticket.slice(room, ticket.count - room));
        return ticket.slice(0, room);
    }

    /**
     * Under the lock: what a busy worker has not begun and idle ones would do sooner is dealt out to it and to them, each
     * ticket
     * to the one that has the least before it.
     *
     * @return those that are to be written to
     */
    List<WorkerHandle> share(WorkerHandle answering) {
        WorkerHandle overloaded = queue.isEmpty() ? roster.overloaded(answering) : null;
        if (overloaded == null) {
            return List.of();
        }
        takeBack(overloaded);
        List<WorkerHandle> sharing = new ArrayList<>();
        sharing.add(overloaded);
        while (!queue.isEmpty()) {
            WorkerHandle least = roster.leastLoaded(sharing);
            if (!sharing.contains(least)) {
                sharing.add(least);
            }
            if (!roster.takesNext(least, queue.peek())) {
                refill(least); // it may have to rest, or to leave
                break;
            }
            least.assign(cutToFit(least, queue.poll()));
        }
        return sharing;
    }

    void requeue(Ticket ticket) {
        if (ticket.receiver.cancelled) {
            tally.failed.add(ticket.count);
        } else {
            queue.addFirst(ticket);
        }
    }

    /** Gives what waits to idle workers, and starts others. */
    void serveQueue() {
        List<WorkerHandle> written = new ArrayList<>();
        WorkerHandle launch;
        lock.lock();
        try {
            WorkerHandle free;
            while (!queue.isEmpty() && (free = roster.takeIdle()) != null) {
                refill(free);
                written.add(free);
            }
            while (state.isWindingUp() && queue.isEmpty() && (free = roster.takeIdle()) != null) {
                roster.dismiss(free);
                written.add(free);
            }
            launch = state.recruit();
        } finally {
            lock.unlock();
        }
        written.forEach(worker -> afterwards(worker, null));
        afterwards(null, launch);
    }

    /**
     * Takes back what the worker has not begun; under the lock.
     *
     * @return the number of the task that the worker may have begun last
     */
    long takeBack(WorkerHandle worker) {
        Recall recall = new Recall(worker);
        recall.lastFirst(roster.size()).forEach(this::requeue);
        return recall.begun();
    }

    /** Nobody wants the results of this call any more: what waits never runs, and what runs is asked to end. */
    void cancel(Receiver receiver) {
        List<WorkerHandle> ask = new ArrayList<>();
        List<WorkerHandle> kill = new ArrayList<>();
        long deadline = System.nanoTime() + settings.times().cancelGrace().toNanos();
        lock.lock();
        try {
            tally.failed.add(queue.cancel(receiver));
            for (WorkerHandle worker : roster.all()) {
                if (worker.flights.stream().anyMatch(flight -> isLive(flight, receiver))) {
                    long begun = takeBack(worker);
                    Flight running = worker.flightOf(begun);
                    if (running == null || !isLive(running, receiver)) {
                        continue;
                    }
                    if (!settings.times().cancelGrace().isZero()) {
                        worker.cancelSoftly(begun, deadline);
                        ask.add(worker);
                    } else if (worker.condemn(new Verdict.TaskCancelled())) {
                        kill.add(worker);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        inputs.cancel(receiver); // one that is being submitted meanwhile finds that it is cancelled
        ask.forEach(worker -> launcher.order(worker, WorkerSettings.INTERRUPT));
        kill.forEach(launcher::kill);
        serveQueue();
    }

    private static boolean isLive(Flight flight, Receiver receiver) {
        return !flight.isVoid() && !flight.isDone() && flight.ticket.receiver == receiver;
    }

    /** A call begins that will submit more tasks as it goes on; after {@link PoolEnding#close()} too. */
    void callBegins() {
        lock.lock();
        try {
            state.requireOpen(false);
            state.callBegins();
        } finally {
            lock.unlock();
        }
    }

    /** Such a call has submitted its last task. */
    void callEnds() {
        lock.lock();
        try {
            state.callEnds();
        } finally {
            lock.unlock();
        }
        ending.windUp();
    }

    /** Something has changed that is to be watched. */
    void wakeWatchdog() {
        watchdog.wake();
    }
}
