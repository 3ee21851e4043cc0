package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayDeque;
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
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ProtocolException;

/**
 * Parent side: decides which task goes to which worker, and what becomes of it when the worker does not answer. It owns the
 * queue,
 * the workers and the one lock of a pool.
 * <p>
 * <b>The rules.</b> A ticket is in exactly one place: in the queue, in one flight, or done. All moves happen under the lock;
 * writing to sockets, starting and killing processes and telling receivers happen outside it. A free worker is written to by
 * the
 * thread that submits; when none is free, the reader of the worker that becomes free writes the next tickets, so no task is
 * handed
 * from thread to thread on its way.
 * <p>
 * <b>Several flights.</b> While tasks are short, a worker gets more of them than it can run at once, up to
 * {@link #AHEAD_NANOS} of expected work, so that it does not wait for the next between two. None of them is stuck should one
 * turn out long: the watchdog has {@link #recallBehind} take back what a worker has not begun.
 * <p>
 * <b>After a death.</b> The shared page says which tasks the worker had begun. Those without an answer fail, or run again if
 * their
 * method allows it; those that it had not begun go back to the head of the queue and were never touched.
 */
final class Dispatcher {

    /** How much expected work one worker may have before it. */
    private static final long AHEAD_NANOS = 1_000_000;
    private static final int MAX_FLIGHTS = 100;
    /** Workers that die one after the other before they are ready, until the pool gives up on the waiting tasks. */
    private static final int START_ATTEMPTS = 3;

    final PoolSettings settings;
    private final WorkerLauncher launcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();
    private final TicketQueue queue = new TicketQueue();
    private final List<WorkerHandle> workers = new ArrayList<>();
    private final ArrayDeque<WorkerHandle> idle = new ArrayDeque<>();
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
    private long started;
    private int failedStarts;

    Dispatcher(PoolSettings settings, PoolThreads threads) {
        this.settings = settings;
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
            return pace.isKnown() ? (int) Math.max(1, Math.min(1 << 20, AHEAD_NANOS / 2 / pace.of(1))) : 1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a ticket on.
     *
     * @param bounded whether a full queue refuses it
     */
    void submit(Ticket ticket, boolean bounded) {
        WorkerHandle to = null;
        WorkerHandle launch = null;
        lock.lock();
        try {
            requireOpen();
            if (queue.isEmpty()) {
                to = takeFree(ticket);
            }
            if (to != null) {
                to.assign(cutToFit(to, ticket));
            } else {
                if (bounded && queue.tasks() >= settings.queueSize()) {
                    throw new TaskRejectedException("The queue of the pool '" + settings.name() + "' is full: "
                            + queue.tasks() + " tasks wait. Submit more slowly, or raise queue-size.");
                }
                queue.add(ticket);
                launch = launchIfNeeded();
            }
        } finally {
            lock.unlock();
        }
        afterwards(to, launch);
    }

    void requireOpen() {
        if (phase != Phase.OPEN) {
            throw new IllegalStateException("The pool '" + settings.name() + "' is closed");
        }
    }

    /** The idle worker that worked last, or else one that will be free before this task could start elsewhere. */
    private WorkerHandle takeFree(Ticket ticket) {
        WorkerHandle free = idle.pollLast();
        if (free != null || !ticket.pace.isKnown()) {
            return free;
        }
        for (WorkerHandle worker : workers) {
            if (worker.state() == WorkerState.BUSY && worker.flights.size() == 1 && hasRoom(worker, ticket)) {
                return worker;
            }
        }
        return null;
    }

    private boolean hasRoom(WorkerHandle worker, Ticket ticket) {
        if (!worker.takesTasks() || isUsedUp(worker)) {
            return false;
        }
        return worker.flights.isEmpty() || ticket.pace.isKnown() && worker.flights.size() < MAX_FLIGHTS
                && worker.expectedNanos() + ticket.pace.of(ticket.count) <= AHEAD_NANOS;
    }

    private boolean isUsedUp(WorkerHandle worker) {
        return worker.isRetired() || settings.maxTasksPerWorker() > 0 && worker.assigned >= settings.maxTasksPerWorker();
    }

    /** A new worker to be launched outside the lock, if more tasks wait than workers are on their way. */
    private WorkerHandle launchIfNeeded() {
        Ticket first = queue.peek();
        if (first == null) {
            return null;
        }
        int launching = 0;
        int alive = 0;
        for (WorkerHandle worker : workers) {
            launching += worker.state() == WorkerState.LAUNCHING ? 1 : 0;
            alive += worker.state() == WorkerState.STOPPING || worker.verdict() != null ? 0 : 1;
        }
        if (alive >= settings.workers() || launching >= queue.tasks()) {
            return null;
        }
        WorkerHandle worker = new WorkerHandle(settings.name() + "-" + ++started, first.entry.workerClass());
        workers.add(worker);
        return worker;
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
            next = launchIfNeeded();
        } finally {
            lock.unlock();
        }
        afterwards(worker, next);
    }

    /** Gives a worker what waits, as far as it has room; one that has nothing left becomes idle, is replaced, or stops. */
    private boolean refill(WorkerHandle worker) {
        boolean assigned = false;
        Ticket next;
        while ((next = queue.peek()) != null && hasRoom(worker, next)) {
            worker.assign(cutToFit(worker, queue.poll()));
            assigned = true;
        }
        if (worker.flights.isEmpty() && worker.takesTasks()) {
            if (isUsedUp(worker) || phase != Phase.OPEN) {
                stop(worker);
            } else {
                if (worker.state() == WorkerState.BUSY) {
                    worker.become(WorkerState.IDLE);
                }
                idle.addLast(worker);
            }
        }
        return assigned;
    }

    private Ticket cutToFit(WorkerHandle worker, Ticket ticket) {
        if (settings.maxTasksPerWorker() == 0) {
            return ticket;
        }
        int room = (int) (settings.maxTasksPerWorker() - worker.assigned);
        if (ticket.count <= room) {
            return ticket;
        }
        queue.addFirst(ticket.slice(room, ticket.count - room));
        return ticket.slice(0, room);
    }

    private void stop(WorkerHandle worker) {
        idle.remove(worker);
        worker.become(WorkerState.STOPPING);
        worker.channel.stop();
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
            if (worker.flights.size() <= MAX_FLIGHTS / 2) {
                write = refill(worker) || worker.state() == WorkerState.STOPPING;
                launch = worker.state() == WorkerState.STOPPING ? launchIfNeeded() : null;
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
    }

    private void requeue(Ticket ticket) {
        if (!ticket.receiver.cancelled) {
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
            while (!queue.isEmpty() && !idle.isEmpty()) {
                WorkerHandle free = idle.pollLast();
                refill(free);
                written.add(free);
            }
            launch = launchIfNeeded();
        } finally {
            lock.unlock();
        }
        written.forEach(worker -> afterwards(worker, null));
        afterwards(null, launch);
    }

    /** @return the number of the task that the worker may have begun last */
    private long takeBack(WorkerHandle worker) {
        if (worker.page == null || worker.flights.isEmpty()) {
            return 0;
        }
        long begun = worker.recall();
        List<Ticket> back = new ArrayList<>();
        List<Flight> rests = new ArrayList<>();
        for (Flight flight : worker.flights) {
            if (flight.isVoid() || flight.firstSequence + flight.count - 1 <= begun) {
                continue;
            }
            int kept = (int) Math.max(flight.answered, begun - flight.firstSequence + 1);
            worker.assigned -= flight.count - Math.max(kept, 0);
            if (kept <= 0) {
                flight.recalled = true;
                back.add(flight.ticket);
            } else {
                back.add(flight.ticket.slice(kept, flight.count - kept));
                rests.add(flight.voidAfter(kept));
            }
        }
        insert(worker, rests);
        for (int i = back.size() - 1; i >= 0; i--) {
            requeueInPieces(back.get(i));
        }
        return begun;
    }

    /** What stood behind a long task may be long as well: every worker gets its part of it. */
    private void requeueInPieces(Ticket ticket) {
        int piece = Math.max(1, (ticket.count + settings.workers() - 1) / settings.workers());
        for (int from = (ticket.count - 1) / piece * piece; from >= 0; from -= piece) {
            requeue(ticket.slice(from, Math.min(piece, ticket.count - from)));
        }
    }

    /** Puts the void rests of flights right behind them. */
    private static void insert(WorkerHandle worker, List<Flight> rests) {
        if (rests.isEmpty()) {
            return;
        }
        List<Flight> all = new ArrayList<>(worker.flights);
        all.addAll(rests);
        all.sort((a, b) -> Long.compare(a.firstSequence, b.firstSequence));
        worker.flights.clear();
        worker.flights.addAll(all);
    }

    /** Nobody wants the results of this call any more: what waits never runs, and what runs ends with its worker. */
    void cancel(Receiver receiver) {
        List<WorkerHandle> kill = new ArrayList<>();
        lock.lock();
        try {
            tally.failed.add(queue.cancel(receiver));
            for (WorkerHandle worker : workers) {
                if (worker.flights.stream().anyMatch(flight -> isLive(flight, receiver))) {
                    takeBack(worker);
                    if (worker.flights.stream().anyMatch(flight -> isLive(flight, receiver))
                            && worker.condemn(new Verdict.TaskCancelled())) {
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
            idle.remove(worker);
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
            worker.become(WorkerState.DEAD);
            workers.remove(worker);
            idle.remove(worker);
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
            for (WorkerHandle next; (next = launchIfNeeded()) != null;) {
                launch.add(next);
            }
            if (workers.isEmpty()) {
                allGone.signalAll();
            }
        } finally {
            lock.unlock();
        }
        launch.forEach(next -> afterwards(null, next));
        tell.forEach(Runnable::run);
        serveQueue();
        watchdog.wake();
    }

    private void failWaiting(List<Runnable> tell) {
        for (Ticket ticket : queue.drain()) {
            tally.failed.add(ticket.count);
            tell.add(() -> ticket.fail(
                    new CancellationException("The pool '" + settings.name() + "' was terminated before the task began")));
        }
    }

    private void giveUpIfHopeless(Death death, List<Runnable> tell) {
        boolean someServe = workers.stream().anyMatch(WorkerHandle::takesTasks);
        if (failedStarts < START_ATTEMPTS || someServe) {
            return;
        }
        failedStarts = 0;
        for (Ticket ticket : queue.drain()) {
            tally.failed.add(ticket.count);
            tell.add(() -> ticket.fail(Aftermath.startFailure(settings.name(), START_ATTEMPTS, death)));
        }
    }

    void close() {
        List<WorkerHandle> stopped = new ArrayList<>();
        lock.lock();
        try {
            if (phase != Phase.OPEN) {
                return;
            }
            phase = Phase.CLOSING;
            if (queue.isEmpty()) {
                for (WorkerHandle worker; (worker = idle.pollLast()) != null;) {
                    stop(worker);
                    stopped.add(worker);
                }
                workers.stream().filter(w -> w.state() == WorkerState.LAUNCHING).forEach(stopped::add);
            }
        } finally {
            lock.unlock();
        }
        for (WorkerHandle worker : stopped) {
            if (worker.state() == WorkerState.STOPPING) {
                worker.channel.flush();
            } else {
                kill(worker, new Verdict.PoolTerminated());
            }
        }
        watchdog.wake();
    }

    void terminate() {
        List<WorkerHandle> all;
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            phase = Phase.TERMINATED;
            all = List.copyOf(workers);
            failWaiting(tell);
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> kill(worker, new Verdict.PoolTerminated()));
        tell.forEach(Runnable::run);
        watchdog.wake();
    }

    boolean join(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            if (phase == Phase.OPEN) {
                throw new IllegalStateException("The pool '" + settings.name() + "' must be closed before it is joined");
            }
            while (!workers.isEmpty()) {
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

    boolean isOver() {
        lock.lock();
        try {
            return phase != Phase.OPEN && workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all workers and starts others for what comes: idle ones now, busy ones after what they are doing. */
    void recycle() {
        List<WorkerHandle> stopped = new ArrayList<>();
        lock.lock();
        try {
            for (WorkerHandle worker : workers) {
                if (worker.state() == WorkerState.IDLE) {
                    stop(worker);
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

    /** One task was answered by a worker. */
    void count(byte outcome) {
        (outcome == Outcome.RESULT ? tally.completed : tally.failed).increment();
    }

    PoolStats stats() {
        List<WorkerStats> each = new ArrayList<>();
        List<WorkerHandle> all;
        int waiting;
        int running = 0;
        long launched;
        lock.lock();
        try {
            all = List.copyOf(workers);
            waiting = queue.tasks();
            launched = started;
            for (WorkerHandle worker : workers) {
                for (Flight flight : worker.flights) {
                    running += flight.isVoid() ? 0 : flight.left();
                }
            }
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
            return round.over(workers);
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
        WorkerHandle worker = found.worker();
        lock.lock();
        try {
            if (found.verdict() instanceof Verdict.TaskTimeout && takeBack(worker) != found.sequence()) {
                return; // it has just ended
            }
            if (!worker.condemn(found.verdict())) {
                return;
            }
        } finally {
            lock.unlock();
        }
        launcher.kill(worker);
        serveQueue();
    }

    private void evict(WorkerHandle worker) {
        lock.lock();
        try {
            if (worker.state() != WorkerState.IDLE || worker.verdict() != null) {
                return;
            }
            stop(worker);
        } finally {
            lock.unlock();
        }
        worker.channel.flush();
    }

    boolean hasBusyWorkers() {
        lock.lock();
        try {
            return workers.stream().anyMatch(worker -> worker.state() == WorkerState.BUSY);
        } finally {
            lock.unlock();
        }
    }

    /** The last worker of a closed pool is gone. */
    void over() {
        launcher.over();
    }
}
