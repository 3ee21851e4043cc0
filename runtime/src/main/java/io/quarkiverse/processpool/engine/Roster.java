package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.WorkerState;

/**
 * Parent side: the workers of a pool, those of them that are free, and how much each may take on. Guarded by the pool's lock.
 */
final class Roster {

    /** How much expected work one worker may have before it. */
    static final long AHEAD_NANOS = 1_000_000;
    static final int MAX_FLIGHTS = 100;

    private final PoolSettings settings;
    private final List<WorkerHandle> workers = new ArrayList<>();
    private final ArrayDeque<WorkerHandle> idle = new ArrayDeque<>();
    private long started;

    Roster(PoolSettings settings) {
        this.settings = settings;
    }

    List<WorkerHandle> all() {
        return workers;
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    long started() {
        return started;
    }

    /** How many tasks are with workers. */
    int running() {
        int running = 0;
        for (WorkerHandle worker : workers) {
            for (Flight flight : worker.flights) {
                running += flight.isVoid() ? 0 : flight.left();
            }
        }
        return running;
    }

    boolean isSomeServing() {
        return workers.stream().anyMatch(WorkerHandle::takesTasks);
    }

    /** A new worker, to be launched outside the lock, if more tasks wait than workers are on their way; else null. */
    WorkerHandle recruit(TicketQueue queue) {
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

    /** Takes out the idle worker that worked last, or else one that will be free before the ticket could start elsewhere. */
    WorkerHandle takeFree(Ticket ticket) {
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

    /** Takes out an idle worker, or null. */
    WorkerHandle takeIdle() {
        return idle.pollLast();
    }

    boolean hasRoom(WorkerHandle worker, Ticket ticket) {
        if (!worker.takesTasks() || isUsedUp(worker)) {
            return false;
        }
        return worker.flights.isEmpty() || ticket.pace.isKnown() && worker.flights.size() < MAX_FLIGHTS
                && worker.expectedNanos() + ticket.pace.of(ticket.count) <= AHEAD_NANOS;
    }

    boolean isUsedUp(WorkerHandle worker) {
        return worker.isRetired() || settings.maxTasksPerWorker() > 0 && worker.assigned >= settings.maxTasksPerWorker();
    }

    /** How many more tasks it may be given before it is replaced. */
    int roomBeforeReplacement(WorkerHandle worker) {
        return settings.maxTasksPerWorker() == 0 ? Integer.MAX_VALUE : (int) (settings.maxTasksPerWorker() - worker.assigned);
    }

    /** It has nothing to do. */
    void rest(WorkerHandle worker) {
        if (worker.state() == WorkerState.BUSY) {
            worker.become(WorkerState.IDLE);
        }
        idle.addLast(worker);
    }

    /** It gets no more tasks, and is told so by its channel. */
    void dismiss(WorkerHandle worker) {
        idle.remove(worker);
        worker.become(WorkerState.STOPPING);
        worker.channel.stop();
    }

    /** A worker of that main class could not be initialised; those on their way may be about to say the same. */
    void outdate(String mainClass) {
        for (WorkerHandle worker : workers) {
            if (worker.state() == WorkerState.LAUNCHING && worker.mainClass.equals(mainClass)) {
                worker.isOutdated = true;
            }
        }
    }

    void noLongerIdle(WorkerHandle worker) {
        idle.remove(worker);
    }

    void remove(WorkerHandle worker) {
        worker.become(WorkerState.DEAD);
        workers.remove(worker);
        idle.remove(worker);
    }
}
