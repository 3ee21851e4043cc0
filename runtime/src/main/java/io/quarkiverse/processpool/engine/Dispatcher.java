package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: decides which task goes to which worker. Tasks come by the {@link Admission}. What the workers say is for the
 * {@link Answers}, what becomes of tasks when workers come and go for the {@link WorkerLifecycle}, and the {@link Caretaker}
 * looks after the workers themselves.
 * <p>
 * <b>The rules.</b> A ticket is in exactly one place: in the queue, in one flight, or done. All moves happen under
 * the lock, and none fails half-way: what it needs is made before anything moves, and what is left undone because this process
 * has no memory is done by the {@link Remedy}. Writing to sockets, starting and killing processes and telling receivers happen
 * outside it. A free worker
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
    private final Object lock;
    private final TicketQueue queue;
    private final Roster roster;
    private final Tally tally;
    private final WorkerLauncher launcher;
    private final Watchdog watchdog;
    private final Caretaker caretaker;
    private final PoolEnding ending;
    private final Turnover turnover;
    private final Answers answers;
    private final WorkerLifecycle lifecycle;
    private final GivenInputs inputs;
    private final Remedy remedy;
    private final Admission admission;
    private final Paces paces;
    private final AtomicLong ids = new AtomicLong(1);

    Dispatcher(PoolSettings settings, PoolThreads threads) {
        this.settings = settings;
        this.state = new PoolState(settings);
        this.lock = state.lock;
        this.queue = state.queue;
        this.roster = state.roster;
        this.tally = state.tally;
        this.launcher = new WorkerLauncher(this, threads);
        this.caretaker = new Caretaker(this, launcher);
        this.ending = new PoolEnding(this, launcher);
        this.turnover = new Turnover(this);
        this.watchdog = new Watchdog(this, threads);
        this.answers = new Answers(this);
        this.lifecycle = new WorkerLifecycle(this, launcher);
        this.inputs = new GivenInputs(threads);
        this.remedy = new Remedy(this, launcher);
        this.admission = new Admission(this);
        this.paces = new Paces(lock);
    }

    Admission admission() {
        return admission;
    }

    Paces paces() {
        return paces;
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

    Remedy remedy() {
        return remedy;
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

    /** Writes to a worker what is in line for it, and launches another one; either may be null. Does not fail. */
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

    /**
     * Gives a worker what waits, as far as it has room; one that has nothing left becomes idle, is replaced, or stops. Does not
     * fail.
     */
    boolean refill(WorkerHandle worker) {
        boolean assigned = false;
        Ticket next;
        while ((next = queue.peek()) != null && roster.takesNext(worker, next) && assignNext(worker)) {
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

    /**
     * Gives a worker, which is not among the idle ones any more, a ticket that is nowhere yet.
     *
     * @return whether some of it had no room there, and is next in the queue
     * @throws OutOfMemoryError if there is no memory for that: then it is still nowhere
     */
    boolean assign(WorkerHandle worker, Ticket ticket) {
        try {
            Ticket rest = assignWhatFits(worker, ticket);
            if (rest != null) {
                queue.addFirst(rest);
            }
            return rest != null;
        } catch (Error e) {
            if (worker.flights.isEmpty()) {
                roster.rest(worker);
            }
            throw e;
        }
    }

    /**
     * Gives a worker the next in the queue.
     *
     * @return false if there is no memory for that: then it is still in the queue
     */
    private boolean assignNext(WorkerHandle worker) {
        try {
            Ticket rest = assignWhatFits(worker, queue.peek());
            queue.poll();
            if (rest != null) {
                queue.addFirst(rest);
            }
            return true;
        } catch (Error e) {
            return false;
        }
    }

    /** As much of the ticket as the worker may take; gives the rest, or null. */
    private Ticket assignWhatFits(WorkerHandle worker, Ticket ticket) {
        int room = roster.wear.roomBeforeReplacement(worker);
        if (ticket.count <= room) {
            worker.assign(ticket);
            return null;
        }
        Ticket rest = ticket.slice(room, ticket.count - room);
        worker.assign(ticket.slice(0, room));
        return rest;
    }

    /**
     * Under the lock: what a busy worker has not begun and idle ones would do sooner is dealt out to it and to them, each
     * ticket to the one that has the least before it.
     *
     * @return those that are to be written to
     */
    List<WorkerHandle> share(WorkerHandle answering) {
        WorkerHandle overloaded = queue.isEmpty() ? roster.overloaded(answering) : null;
        if (overloaded == null) {
            return List.of();
        }
        List<WorkerHandle> sharing = new ArrayList<>(roster.all().size());
        takeBack(overloaded);
        sharing.add(overloaded);
        while (!queue.isEmpty()) {
            WorkerHandle least = roster.leastLoaded(sharing);
            if (!sharing.contains(least)) {
                sharing.add(least);
            }
            if (!roster.takesNext(least, queue.peek()) || !assignNext(least)) {
                refill(least); // it may have to rest, or to leave
                break;
            }
        }
        return sharing;
    }

    void requeue(Ticket ticket) {
        if (ticket.receiver.cancelled) {
            tally.failed(ticket.count);
        } else {
            queue.addFirst(ticket);
        }
    }

    /** All of these, of which the first was taken back last. */
    private void requeue(List<Ticket> lastFirst) {
        for (int i = 0; i < lastFirst.size(); i++) {
            requeue(lastFirst.get(i));
        }
    }

    /** Gives what waits to idle workers, and starts others. Does not fail. */
    void serveQueue() {
        List<WorkerHandle> written = List.of();
        WorkerHandle launch = null;
        try {
            written = new ArrayList<>();
            launch = serveQueue(written);
        } catch (Error e) {
            // the watchdog sees what is left to be done
        }
        for (int i = 0; i < written.size(); i++) {
            afterwards(written.get(i), null);
        }
        afterwards(null, launch);
    }

    /** The JVM of a worker has come up, and the next may start. */
    void cameUp() {
        serveQueue();
        if (roster.isKeptUp()) {
            wakeWatchdog();
        }
    }

    private WorkerHandle serveQueue(List<WorkerHandle> written) {
        synchronized (lock) {
            WorkerHandle free;
            boolean goesOn = true;
            while (goesOn && !queue.isEmpty() && (free = roster.takeIdle()) != null) {
                goesOn = refill(free) || !free.takesTasks(); // or there is no memory for it
                written.add(free);
            }
            while (state.isWindingUp() && queue.isEmpty() && (free = roster.takeIdle()) != null) {
                roster.dismiss(free);
                written.add(free);
            }
            return state.recruit();
        }
    }

    /**
     * Takes back what the worker has not begun; under the lock.
     *
     * @return the number of the task that the worker may have begun last
     */
    long takeBack(WorkerHandle worker) {
        Recall recall = new Recall(worker, roster.size());
        recall.takeOff();
        requeue(recall.lastFirst());
        return recall.begun();
    }

    /**
     * Nobody wants the results of this call any more: what waits never runs, and what runs is asked to end. If there is no
     * memory for it, it waits until there is.
     */
    void cancel(Receiver receiver) {
        boolean isDone = false;
        for (int tries = 0; !isDone; tries++) {
            try {
                cancelNow(receiver);
                isDone = true;
            } catch (Error e) {
                if (!Shortage.pause(tries, e)) {
                    throw e;
                }
            }
        }
    }

    /** Can be done again. */
    private void cancelNow(Receiver receiver) {
        List<WorkerHandle> ask = new ArrayList<>();
        List<WorkerHandle> kill = new ArrayList<>();
        long deadline = System.nanoTime() + settings.times().cancelGrace().toNanos();
        synchronized (lock) {
            tally.failed(queue.cancel(receiver));
            for (WorkerHandle worker : roster.all()) {
                if (hasLive(worker, receiver)) {
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
        }
        inputs.cancel(receiver); // one that is being submitted meanwhile finds that it is cancelled
        ask.forEach(worker -> launcher.order(worker, WorkerSettings.INTERRUPT));
        kill.forEach(launcher::kill);
        serveQueue();
    }

    private static boolean hasLive(WorkerHandle worker, Receiver receiver) {
        for (Flight flight : worker.flights) {
            if (isLive(flight, receiver)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLive(Flight flight, Receiver receiver) {
        return !flight.isVoid() && !flight.isDone() && flight.ticket.receiver == receiver;
    }

    /** The first of so many new task ids. */
    long newIds(int count) {
        return ids.getAndAdd(count);
    }

    /** Something has changed that is to be watched. */
    void wakeWatchdog() {
        watchdog.wake();
    }
}
