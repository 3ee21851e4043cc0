package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.TaskRejectedException;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.ProtocolException;

/**
 * Parent side: decides which task goes to which worker, and what becomes of it when the worker does not answer. It
 * owns the queue, the workers and the one lock of a pool.
 * <p>
 * <b>The rules.</b> A ticket is in exactly one place: in the queue, in one flight, or done. All moves happen under
 * the lock; writing to sockets, starting and killing processes and telling receivers happen outside it. A free worker
 * is written to by the thread that submits; when none is free, the reader of the worker that becomes free writes the
 * next tickets, so no task is handed from thread to thread on its way.
 * <p>
 * <b>Several flights.</b> While tasks are short, a worker gets more of them than it can run at once, up to
 * {@link Roster#AHEAD_NANOS} of expected work, so that it does not wait for the next between two. None of them is
 * stuck should one turn out long: the watchdog has {@link Recall} take back what a worker has not begun.
 * <p>
 * <b>After a death.</b> The shared page says which tasks the worker had begun. Those without an answer fail, or run
 * again if their method allows it; those that it had not begun go back to the head of the queue and were never
 * touched.
 */
final class Dispatcher {

    /** Workers that die one after the other before they are ready, until the pool gives up on the waiting tasks. */
    private static final int START_ATTEMPTS = 3;

    final PoolSettings settings;
    private final WorkerLauncher launcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final TicketQueue queue = new TicketQueue();
    private final Roster roster;
    private final Map<EntryPoint<?, ?>, Pace> paces = new HashMap<>();
    private final AtomicLong ids = new AtomicLong(1);
    private final Tally tally = new Tally();
    private final Watchdog watchdog;

    private enum Phase {
        OPEN,
        CLOSING,
        TERMINATED
    }

    private Phase phase = Phase.OPEN;
    /** Calls with tasks that were not submitted yet. */
    private int openCalls;
    private int failedStarts;

    Dispatcher(PoolSettings settings, PoolThreads threads) {
        this.settings = settings;
        this.roster = new Roster(settings);
        this.watchdog = new Watchdog(this, threads);
        this.launcher = new WorkerLauncher(this, threads);
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
        WorkerHandle to = null;
        WorkerHandle launch = null;
        boolean wasCut = false;
        lock.lock();
        try {
            if (!ofOpenCall || phase != Phase.CLOSING) {
                requireOpen();
            }
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
            } else {
                if (bounded && queue.tasks() >= settings.queueSize()) {
                    throw new TaskRejectedException("The queue of the pool '" + settings.name() + "' is full: "
                            + queue.tasks() + " tasks wait. Submit more slowly, or raise queue-size.");
                }
                queue.add(ticket);
                launch = recruit();
            }
        } finally {
            lock.unlock();
        }
        afterwards(to, launch);
        if (wasCut) {
            serveQueue();
        }
    }

    void requireOpen() {
        if (phase != Phase.OPEN) {
            throw new IllegalStateException("The pool '" + settings.name() + "' is closed");
        }
    }

    /** While some worker serves and others cannot be started, it has to do alone; the next death or start asks again. */
    private WorkerHandle recruit() {
        return phase == Phase.TERMINATED || failedStarts >= START_ATTEMPTS && roster.isSomeServing() ? null
                : roster.recruit(queue);
    }

    private void afterwards(WorkerHandle written, WorkerHandle launch) {
        if (written != null) {
            written.channel.flush();
            watchdog.wake();
        }
        if (launch != null) {
            launcher.launch(launch);
            watchdog.wake();
        }
    }

    /** The worker has connected and can be given tasks. */
    void ready(WorkerHandle worker) {
        WorkerHandle next;
        lock.lock();
        try {
            failedStarts = 0;
            if (worker.state() != WorkerState.LAUNCHING || worker.verdict() != null) {
                return;
            }
            worker.become(WorkerState.IDLE);
            refill(worker);
            next = recruit();
        } finally {
            lock.unlock();
        }
        afterwards(worker, next);
    }

    /** Gives a worker what waits, as far as it has room; one that has nothing left becomes idle, is replaced, or stops. */
    private boolean refill(WorkerHandle worker) {
        boolean assigned = false;
        Ticket next;
        while ((next = queue.peek()) != null && roster.hasRoom(worker, next)) {
            worker.assign(cutToFit(worker, queue.poll()));
            assigned = true;
        }
        if (worker.flights.isEmpty() && worker.takesTasks()) {
            if (roster.isUsedUp(worker) || isWindingUp()) {
                roster.dismiss(worker);
            } else {
                roster.rest(worker);
            }
        }
        return assigned;
    }

    private boolean isWindingUp() {
        return phase == Phase.TERMINATED || phase == Phase.CLOSING && openCalls == 0;
    }

    /** As much of the ticket as the worker may take; the rest is next in the queue. */
    private Ticket cutToFit(WorkerHandle worker, Ticket ticket) {
        int room = roster.roomBeforeReplacement(worker);
        if (ticket.count <= room) {
            return ticket;
        }
        queue.addFirst(ticket.slice(room, ticket.count - room));
        return ticket.slice(0, room);
    }

    /**
     * The worker has answered the tasks from that sequence number on.
     *
     * @return the flight that they belong to
     */
    Flight answered(WorkerHandle worker, long sequence, int count, long nanos) throws ProtocolException {
        Flight flight;
        WorkerHandle launch = null;
        boolean write = false;
        lock.lock();
        try {
            flight = worker.flights.peekFirst();
            if (flight == null || flight.isVoid() || flight.nextSequence() != sequence || count > flight.left()) {
                throw new ProtocolException(count + " results that nobody has asked for");
            }
            flight.answered += count;
            flight.ticket.pace.saw(nanos, count);
            worker.taskDone(count);
            if (flight.isDone()) {
                worker.flights.pollFirst();
                worker.channel.answered(flight);
            }
            if (worker.flights.size() <= Roster.MAX_FLIGHTS / 2) {
                write = refill(worker) || worker.state() == WorkerState.STOPPING;
                launch = worker.state() == WorkerState.STOPPING ? recruit() : null;
            }
        } finally {
            lock.unlock();
        }
        if (write || launch != null) {
            afterwards(write ? worker : null, launch);
        }
        return flight;
    }

    /** The worker has passed over tasks that were taken back. */
    void skipped(WorkerHandle worker, long sequence, int count) throws ProtocolException {
        boolean write;
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
            }
            flight.answered += count;
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
        serveQueue();
    }

    /**
     * The worker is dead, and had done the task of that number without sending its outcome.
     *
     * @return the flight that it belongs to, or null if it is not the next one without an answer: it was sent after all
     */
    Flight salvaged(WorkerHandle worker, long sequence) {
        lock.lock();
        try {
            Flight flight;
            while ((flight = worker.flights.peekFirst()) != null && flight.isVoid()) {
                worker.flights.pollFirst(); // passed over; that was not sent either
            }
            if (flight == null || flight.nextSequence() != sequence) {
                return null;
            }
            flight.answered++;
            worker.taskDone(1);
            if (flight.isDone()) {
                worker.flights.pollFirst();
            }
            return flight;
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

    /** Takes back what the worker has not begun, and gives it to those that are free. */
    private void recallBehind(WorkerHandle worker) {
        lock.lock();
        try {
            takeBack(worker);
        } finally {
            lock.unlock();
        }
        serveQueue();
    }

    /** Gives what waits to idle workers, and starts others. */
    private void serveQueue() {
        List<WorkerHandle> written = new ArrayList<>();
        WorkerHandle launch;
        lock.lock();
        try {
            WorkerHandle free;
            while (!queue.isEmpty() && (free = roster.takeIdle()) != null) {
                refill(free);
                written.add(free);
            }
            launch = recruit();
        } finally {
            lock.unlock();
        }
        written.forEach(worker -> afterwards(worker, null));
        afterwards(null, launch);
    }

    /** @return the number of the task that the worker may have begun last */
    private long takeBack(WorkerHandle worker) {
        Recall recall = new Recall(worker);
        recall.lastFirst(settings.workers()).forEach(this::requeue);
        return recall.begun();
    }

    /** Nobody wants the results of this call any more: what waits never runs, and what runs ends with its worker. */
    void cancel(Receiver receiver) {
        List<WorkerHandle> kill = new ArrayList<>();
        lock.lock();
        try {
            tally.failed.add(queue.cancel(receiver));
            for (WorkerHandle worker : roster.all()) {
                if (worker.flights.stream().anyMatch(flight -> isLive(flight, receiver))) {
                    Flight running = worker.flightOf(takeBack(worker));
                    if (running != null && isLive(running, receiver) && worker.condemn(new Verdict.TaskCancelled())) {
                        kill.add(worker);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
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
        List<WorkerHandle> launch = new ArrayList<>();
        lock.lock();
        try {
            Aftermath aftermath = new Aftermath(worker, death);
            roster.remove(worker);
            List<Ticket> back = aftermath.sort(tell, tally);
            for (int i = back.size() - 1; i >= 0; i--) {
                requeue(back.get(i));
            }
            if (!death.wasReady() && (death.verdict() == null || death.verdict() instanceof Verdict.StartTimeout)) {
                failedStarts++;
                giveUpIfHopeless(death, tell);
            }
            if (phase == Phase.TERMINATED) {
                failWaiting(tell);
            }
            for (WorkerHandle next; (next = recruit()) != null;) {
                launch.add(next);
            }
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
        launch.forEach(next -> afterwards(null, next));
        tell.forEach(Dispatcher::tell);
        serveQueue();
        watchdog.wake();
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            // what one receiver does is not for those after it to suffer from
        }
    }

    private void failWaiting(List<Runnable> tell) {
        for (Ticket ticket : queue.drain()) {
            tally.failed.add(ticket.count);
            tell.add(() -> ticket.fail(
                    new CancellationException("The pool '" + settings.name() + "' was terminated before the task began")));
        }
    }

    private void giveUpIfHopeless(Death death, List<Runnable> tell) {
        if (failedStarts < START_ATTEMPTS || roster.isSomeServing()) {
            return;
        }
        failedStarts = 0;
        for (Ticket ticket : queue.drain()) {
            tally.failed.add(ticket.count);
            tell.add(() -> ticket.fail(Aftermath.startFailure(settings.name(), START_ATTEMPTS, death)));
        }
    }

    /** A call begins that will submit more tasks as it goes on; after {@link #close()} too. */
    void callBegins() {
        lock.lock();
        try {
            requireOpen();
            openCalls++;
        } finally {
            lock.unlock();
        }
    }

    /** Such a call has submitted its last task. */
    void callEnds() {
        lock.lock();
        try {
            openCalls--;
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
        windUp();
    }

    void close() {
        lock.lock();
        try {
            if (phase != Phase.OPEN) {
                return;
            }
            phase = Phase.CLOSING;
        } finally {
            lock.unlock();
        }
        windUp();
    }

    /** Ends workers that will not be needed any more. */
    private void windUp() {
        List<WorkerHandle> stopped = new ArrayList<>();
        List<WorkerHandle> unborn = new ArrayList<>();
        lock.lock();
        try {
            if (!isWindingUp()) {
                return;
            }
            if (queue.isEmpty()) {
                for (WorkerHandle worker; (worker = roster.takeIdle()) != null;) {
                    roster.dismiss(worker);
                    stopped.add(worker);
                }
                roster.all().stream().filter(worker -> worker.state() == WorkerState.LAUNCHING)
                        .filter(worker -> worker.condemn(new Verdict.PoolTerminated())).forEach(unborn::add);
            }
        } finally {
            lock.unlock();
        }
        stopped.forEach(worker -> worker.channel.flush());
        unborn.forEach(launcher::kill);
        watchdog.wake();
    }

    void terminate() {
        List<WorkerHandle> all;
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            phase = Phase.TERMINATED;
            all = List.copyOf(roster.all());
            failWaiting(tell);
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> kill(worker, new Verdict.PoolTerminated()));
        tell.forEach(Dispatcher::tell);
        watchdog.wake();
    }

    boolean join(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            if (phase == Phase.OPEN) {
                throw new IllegalStateException("The pool '" + settings.name() + "' must be closed before it is joined");
            }
            while (!isDone()) {
                if (left <= 0) {
                    return false;
                }
                left = allGone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone() {
        return roster.isEmpty() && queue.isEmpty() && (openCalls == 0 || phase == Phase.TERMINATED);
    }

    boolean isOver() {
        lock.lock();
        try {
            return phase != Phase.OPEN && isDone();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all workers and starts others for what comes: idle ones now, busy ones after what they are doing. */
    void recycle() {
        List<WorkerHandle> stopped = new ArrayList<>();
        lock.lock();
        try {
            for (WorkerHandle worker : roster.all()) {
                if (worker.state() == WorkerState.IDLE) {
                    roster.dismiss(worker);
                    stopped.add(worker);
                } else {
                    takeBack(worker);
                    worker.retire();
                }
            }
        } finally {
            lock.unlock();
        }
        stopped.forEach(worker -> worker.channel.flush());
        serveQueue();
        watchdog.wake();
    }

    /** One task was answered by a worker, with a result that can be read or with a failure. */
    void count(boolean result) {
        (result ? tally.completed : tally.failed).increment();
    }

    PoolStats stats() {
        List<WorkerStats> each = new ArrayList<>();
        List<WorkerHandle> all;
        int waiting;
        int running;
        long launched;
        lock.lock();
        try {
            all = List.copyOf(roster.all());
            waiting = queue.tasks();
            launched = roster.started();
            running = roster.running();
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> each.add(worker.stats()));
        return new PoolStats(settings.name(), settings.workers(), waiting, settings.queueSize(), running, tally.completed.sum(),
                tally.failed.sum(), launched, List.copyOf(each));
    }

    /** One look of the watchdog at all workers. */
    long watch(WatchRound round) {
        lock.lock();
        try {
            return round.over(roster.all());
        } finally {
            lock.unlock();
        }
    }

    /** Does what the look has found to be done. */
    void act(WatchRound round) {
        for (WatchRound.Overdue found : round.overdue) {
            end(found);
        }
        for (WorkerHandle worker : round.evictable) {
            evict(worker);
        }
        for (WorkerHandle worker : round.holdingUp) {
            recallBehind(worker);
        }
        for (WorkerHandle worker : round.standingStill) {
            launcher.relieve(worker);
        }
    }

    private void end(WatchRound.Overdue found) {
        if (condemnIfStill(found)) {
            launcher.kill(found.worker());
        }
        serveQueue();
    }

    /** Much can have happened since the look. */
    private boolean condemnIfStill(WatchRound.Overdue found) {
        WorkerHandle worker = found.worker();
        lock.lock();
        try {
            if (worker.state() != found.state() || worker.verdict() != null) {
                return false;
            }
            if (worker.state() == WorkerState.BUSY && takeBack(worker) != found.sequence()) {
                return false;
            }
            return worker.condemn(found.verdict());
        } finally {
            lock.unlock();
        }
    }

    private void evict(WorkerHandle worker) {
        lock.lock();
        try {
            if (worker.state() != WorkerState.IDLE || worker.verdict() != null) {
                return;
            }
            roster.dismiss(worker);
        } finally {
            lock.unlock();
        }
        worker.channel.flush();
    }

    /** The last worker of a closed pool is gone. */
    void over() {
        launcher.over();
    }
}
