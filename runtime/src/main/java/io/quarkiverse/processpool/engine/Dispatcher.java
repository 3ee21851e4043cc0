package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: decides which task goes to which worker, and what becomes of it when the worker does not answer. The
 * {@link Caretaker} looks after the workers themselves.
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
        this.watchdog = new Watchdog(caretaker, threads);
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
                return;
            }
            if (queue.isEmpty()) {
                to = roster.takeFree(ticket);
            }
            if (to != null) {
                to.assign(cutToFit(to, ticket));
                wasCut = !queue.isEmpty();
            } else if (isPaused()) {
                refusal = notStarted(ticket);
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
            caretaker.sawStart(worker);
            worker.become(WorkerState.IDLE);
            old = caretaker.takePlace(worker);
            if (worker.takesTasks()) {
                roster.noLongerIdle(worker);
                refill(worker);
            }
            next = state.recruit();
        } finally {
            lock.unlock();
        }
        afterwards(worker, next);
        afterwards(old, null);
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
        launch.forEach(next -> afterwards(null, next));
        if (!failed.isEmpty()) {
            List<Ticket> told = failed;
            launcher.aside(() -> failure.tell(told, state.late, tally)); // it may take long to read what was thrown
        }
        watchdog.wake();
    }

    private List<WorkerHandle> recruitAll() {
        List<WorkerHandle> launch = new ArrayList<>();
        for (WorkerHandle next; (next = state.recruit()) != null;) {
            launch.add(next);
        }
        return launch;
    }

    /** Gives a worker what waits, as far as it has room; one that has nothing left becomes idle, is replaced, or stops. */
    private boolean refill(WorkerHandle worker) {
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
     * The worker has answered the tasks from that sequence number on. So many of them as
     * {@link WorkerHandle#repeated} says then were {@linkplain #salvaged salvaged} before.
     *
     * @return the flight that they belong to; null if all of them were
     */
    Flight answered(WorkerHandle worker, long sequence, int count, long nanos) throws ProtocolException {
        Flight flight = null;
        WorkerHandle launch = null;
        WorkerHandle warm;
        boolean write = false;
        List<WorkerHandle> shared;
        lock.lock();
        try {
            worker.repeated = (int) Math.max(0, Math.min(count, worker.salvagedTo - sequence + 1));
            if (worker.repeated < count) {
                flight = take(worker, sequence + worker.repeated, count - worker.repeated, nanos);
            }
            warm = roster.wear.hasLimits() ? caretaker.replacement(worker) : null;
            if (worker.flights.size() <= Roster.MAX_FLIGHTS / 2) {
                write = refill(worker) || worker.state() == WorkerState.STOPPING;
                launch = worker.state() == WorkerState.STOPPING ? state.recruit() : null;
            }
            shared = share(worker);
        } finally {
            lock.unlock();
        }
        if (write || launch != null) {
            afterwards(write ? worker : null, launch);
        }
        if (warm != null) {
            afterwards(null, warm);
        }
        for (WorkerHandle sharing : shared) {
            afterwards(sharing, null);
        }
        if (worker.state() == WorkerState.STOPPING) {
            serveQueue(); // another one may have taken its place
        }
        return flight;
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

    private Flight take(WorkerHandle worker, long sequence, int count, long nanos) throws ProtocolException {
        Flight flight = worker.flights.peekFirst();
        if (flight == null || flight.isVoid() || flight.nextSequence() != sequence || count > flight.left()) {
            throw new ProtocolException(count + " results that nobody has asked for");
        }
        flight.answered += count;
        if (worker.repeated == 0) {
            flight.ticket.pace.saw(nanos, count);
        }
        worker.tasksDone(count, sequence + count - 1);
        starts.served();
        if (flight.isDone()) {
            worker.flights.pollFirst();
            worker.channel.answered(flight);
        }
        return flight;
    }

    /**
     * The task whose stream has sent something.
     *
     * @throws ProtocolException if that is not the one which the worker is to answer next
     */
    Ticket streaming(WorkerHandle worker, long sequence) throws ProtocolException {
        lock.lock();
        try {
            Flight flight = worker.firstLive();
            if (flight == null || flight.nextSequence() != sequence || flight.isDone()) {
                throw new ProtocolException("elements that nobody has asked for");
            }
            return flight.ticket;
        } finally {
            lock.unlock();
        }
    }

    /** The worker has passed over tasks that were taken back. */
    void skipped(WorkerHandle worker, long sequence, int count) throws ProtocolException {
        boolean write;
        boolean forOthers = false;
        lock.lock();
        try {
            Flight flight = worker.flights.peekFirst();
            if (flight == null || flight.nextSequence() != sequence || count < 1 || count > flight.left()) {
                throw new ProtocolException(count + " tasks skipped that were not taken back");
            }
            if (!flight.isVoid()) {
                // It had announced this task and saw the recall before it began it: nobody has taken it back yet.
                requeue(flight.ticket.slice(flight.answered, count));
                worker.assigned -= count;
                forOthers = true;
            }
            flight.answered += count;
            worker.passed(sequence + count - 1);
            if (flight.isDone()) {
                worker.flights.pollFirst();
                worker.channel.answered(flight);
            }
            write = refill(worker) || worker.state() == WorkerState.STOPPING;
        } finally {
            lock.unlock();
        }
        if (write) {
            afterwards(worker, null);
        }
        if (forOthers) {
            serveQueue();
        }
    }

    /**
     * The worker has done the task of that number, and has not sent its outcome: it is dead, or is kept from it.
     *
     * @return the flight that it belongs to, or null if that has it already, or does not wait for it next
     */
    Flight salvaged(WorkerHandle worker, long sequence) {
        lock.lock();
        try {
            Flight flight = worker.firstLive();
            if (flight == null || flight.nextSequence() != sequence) {
                return null; // what comes before it may be on its way
            }
            flight.answered++;
            if (flight.ticket.loan != null) {
                flight.ticket.loan.keep(); // the reader of this worker may be done before who salvages is
            }
            worker.salvaged(sequence);
            if (flight.isDone()) {
                worker.flights.remove(flight);
                worker.channel.answered(flight);
            }
            return flight;
        } finally {
            lock.unlock();
        }
    }

    /** The id of the task that has that number with the worker; 0 if it is not there, or answered already. */
    long idOf(WorkerHandle worker, long sequence) {
        lock.lock();
        try {
            Flight flight = worker.flightOf(sequence);
            boolean isUnderWay = flight != null && !flight.isVoid() && sequence >= flight.nextSequence();
            return isUnderWay ? flight.ticket.firstId + (sequence - flight.firstSequence) : 0;
        } finally {
            lock.unlock();
        }
    }

    private void requeue(Ticket ticket) {
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
        ask.forEach(worker -> launcher.order(worker, WorkerSettings.INTERRUPT));
        kill.forEach(launcher::kill);
        serveQueue();
    }

    private static boolean isLive(Flight flight, Receiver receiver) {
        return !flight.isVoid() && !flight.isDone() && flight.ticket.receiver == receiver;
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
            Aftermath aftermath = new Aftermath(worker, death, settings.repetition(), state.quarantine, tell, tally);
            roster.remove(worker);
            List<Ticket> back = aftermath.sort();
            for (int i = back.size() - 1; i >= 0; i--) {
                requeue(back.get(i));
            }
            if (Caretaker.hasNotServed(worker, death)) {
                starts.failed(death);
                giveUpIfHopeless(tell);
            }
            if (state.isTerminated()) {
                failWaiting(tell, new Verdict.PoolTerminated());
            }
            launch = recruitAll();
            WorkerHandle substitute = idle ? caretaker.substitute(worker, death) : null;
            if (substitute != null) {
                launch.add(substitute);
            }
            state.somethingGone.signalAll();
        } finally {
            lock.unlock();
        }
        launch.forEach(next -> afterwards(null, next));
        tell.forEach(Receiver::telling);
        serveQueue();
        watchdog.wake();
    }

    /** Under the lock: what waits will not run any more. */
    void failWaiting(List<Runnable> tell, Verdict why) {
        for (Ticket ticket : queue.drain()) {
            tally.failed.add(ticket.count);
            tell.add(() -> ticket.fail(TaskFailures.neverBegun(settings.name(), ticket, why)));
        }
    }

    private void giveUpIfHopeless(List<Runnable> tell) {
        if (state.isDown() && !roster.isSomeLaunching()) {
            tell.add(caretaker.sayThatItIsDown());
            for (Ticket ticket : queue.drain()) {
                tell.add(notStarted(ticket));
            }
        }
    }

    private Runnable notStarted(Ticket ticket) {
        tally.failed.add(ticket.count);
        Death last = starts.last();
        int attempts = starts.failedInARow();
        return () -> ticket
                .fail(TaskFailures.notStarted(settings.name(), attempts, ticket, last, starts.pause()));
    }

    /** A call begins that will submit more tasks as it goes on; after {@link Caretaker#close()} too. */
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
        caretaker.windUp();
    }

    /** Something has changed that is to be watched. */
    void wakeWatchdog() {
        watchdog.wake();
    }
}
