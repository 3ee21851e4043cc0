package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ClassLoading;

/**
 * Parent side: the workers of a pool, those of them that are free, and how much each may take on. Guarded by the pool's lock.
 */
final class Roster {

    /** How much expected work one worker may have before it. */
    static final long AHEAD_NANOS = 1_000_000;
    static final int MAX_FLIGHTS = 100;
    /** Work that takes less is not worth being moved from one worker to another. */
    private static final long WORTH_MOVING_NANOS = 200_000;
    /**
     * So many JVMs of a pool start at the same time at the most. More of them would not be ready sooner on the processors that
     * there are, and each would come nearer to the start-timeout.
     */
    static final int MOST_STARTING = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    /** The next task may wait behind one that takes so long; less than what {@link WatchRound} calls long. */
    private static final long SHORT_NANOS = 3_000_000;

    private final PoolSettings settings;
    private final List<WorkerHandle> workers = new ArrayList<>();
    /** The one that worked last comes first. */
    private final Chain<WorkerHandle> idle = new Chain<>();
    private long started;
    /** That of the worker that was asked for last. */
    private String mainClass = ClassLoading.WORKER_CLASS;
    private final Spares spares;
    /** Changes under the lock, and is read without it too. */
    private volatile int size;
    final Wear wear;

    Roster(PoolSettings settings) {
        this.settings = settings;
        this.size = settings.workers();
        this.wear = new Wear(settings.recycling());
        this.spares = new Spares(workers, settings.starting().spareWorkers());
    }

    /** How many workers there may be. */
    int size() {
        return size;
    }

    void size(int newSize) {
        size = newSize;
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
        for (WorkerHandle worker : workers) {
            if (worker.takesTasks()) {
                return true;
            }
        }
        return false;
    }

    /** A new worker, to be launched outside the lock, if more tasks wait than workers are on their way; else null. */
    WorkerHandle recruit(TicketQueue queue) {
        Ticket first = queue.peek();
        if (first == null || launching() >= queue.tasks() || strength() >= size || areEnoughStarting()) {
            return null; // most often because there are as many as there may be
        }
        return newWorker(first.entry.workerClass());
    }

    /** Not counting those that are connected, and initialise their main class, which may be a wait. */
    private boolean areEnoughStarting() {
        int starting = 0;
        for (WorkerHandle worker : workers) {
            starting += worker.state() == WorkerState.LAUNCHING && !worker.isInitialising() ? 1 : 0;
        }
        return starting >= MOST_STARTING;
    }

    private int launching() {
        int launching = 0;
        for (WorkerHandle worker : workers) {
            launching += worker.state() == WorkerState.LAUNCHING && worker.verdict() == null && worker.replaces == null
                    && !worker.isSpare ? 1 : 0;
        }
        return launching;
    }

    boolean isSomeLaunching() {
        for (WorkerHandle worker : workers) {
            if (worker.state() == WorkerState.LAUNCHING && worker.verdict() == null) {
                return true;
            }
        }
        return false;
    }

    /** Whether one is idle, or on its way. */
    boolean isSomeWithoutTask() {
        return !idle.isEmpty() || isSomeLaunching();
    }

    /** Those that serve, or will: not those that leave, and not those whose replacement is counted already. */
    int strength() {
        int strength = 0;
        for (WorkerHandle worker : workers) {
            strength += worker.state() == WorkerState.STOPPING || worker.verdict() != null || worker.successor != null
                    || worker.isSpare ? 0 : 1;
        }
        return strength;
    }

    /**
     * A new worker, to be launched outside the lock, or null if the pool has its size; or if a spare one takes the place, which
     * may be free for tasks now.
     */
    WorkerHandle newWorker(String mainClass) {
        return strength() >= size || promoteSpare() ? null : enlist(mainClass);
    }

    /** So many workers are kept when there is nothing to do. */
    int least() {
        return Math.min(settings.starting().minWorkers(), size);
    }

    /** Whether the number of workers does not only follow the tasks. */
    boolean isKeptUp() {
        return spares.wanted() > 0 || settings.starting().minWorkers() > 0;
    }

    /** A worker that is to be launched though no task waits for it, or null. */
    WorkerHandle missing() {
        int strength = strength();
        if (strength < least()) {
            return areEnoughStarting() ? null : newWorker(mainClass);
        }
        if (strength == 0 || spares.areComplete() || workers.size() >= size + spares.wanted() || isSomeLaunching()) {
            return null;
        }
        WorkerHandle spare = enlist(mainClass);
        spare.isSpare = true;
        return spare;
    }

    /** The spare workers are as all others from now on, and there will be no more. */
    void giveUpSpares() {
        spares.giveUp();
        boolean more = true;
        while (more) {
            more = promoteSpare();
        }
    }

    /** Whether one is ready to take the place of a worker that leaves. */
    boolean isSpareReady() {
        return spares.isOneReady();
    }

    /** Puts a spare worker into a place, if there is one. */
    private boolean promoteSpare() {
        WorkerHandle spare = spares.take();
        if (spare != null && spare.state() == WorkerState.IDLE) {
            idle.addFirst(spare);
        }
        return spare != null;
    }

    /** Spare workers that nobody needs, because there is no worker whose place they could take. */
    List<WorkerHandle> idleSpares() {
        return least() == 0 && strength() == 0 ? spares.ready() : List.of();
    }

    private WorkerHandle enlist(String mainClass) {
        this.mainClass = mainClass;
        WorkerHandle worker = new WorkerHandle(settings.name(), ++started, mainClass);
        workers.add(worker);
        return worker;
    }

    /**
     * A new worker that takes the place of another one when it is ready; null if that has one already, if there are spare
     * workers for that, or if too many are being replaced: for a quarter of the size, and at least one, there may be two
     * processes for a while.
     */
    WorkerHandle replacementFor(WorkerHandle old) {
        long replaced = workers.stream().filter(worker -> worker.successor != null).count();
        if (spares.wanted() > 0 || old.successor != null || replaced >= Math.max(1, size / 4) || strength() > size) {
            return null;
        }
        WorkerHandle next = enlist(old.mainClass);
        next.replaces = old;
        old.successor = next;
        return next;
    }

    /** Takes out the idle worker that worked last, or else one that will be free before the ticket could start elsewhere. */
    WorkerHandle takeFree(Ticket ticket) {
        WorkerHandle free = takeIdle();
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

    /**
     * The one whose tasks idle workers should share, now that this one has answered: itself, or the one with the most before it
     * if this one has nothing left. Null if nobody is idle, or nothing is worth it.
     */
    WorkerHandle overloaded(WorkerHandle answering) {
        if (idle.isEmpty()) {
            return null;
        }
        WorkerHandle most = null;
        double expected = WORTH_MOVING_NANOS;
        for (WorkerHandle worker : answering.flights.isEmpty() ? workers : List.of(answering)) {
            double unbegun = worker.state() == WorkerState.BUSY ? worker.unbegunNanos() : 0;
            if (unbegun > expected) {
                expected = unbegun;
                most = worker;
            }
        }
        return most;
    }

    /** Takes out an idle worker, or else gives the one of these that has the least before it. */
    WorkerHandle leastLoaded(List<WorkerHandle> these) {
        WorkerHandle least = idle.pollFirst();
        if (least == null) {
            least = these.get(0);
            for (WorkerHandle worker : these) {
                least = worker.expectedNanos() < least.expectedNanos() ? worker : least;
            }
        }
        return least;
    }

    /** Takes out an idle worker, or a spare one if there is a place for it, or null. */
    WorkerHandle takeIdle() {
        if (idle.isEmpty() && spares.wanted() > 0 && strength() < size && spares.isOneReady()) {
            promoteSpare();
        }
        return idle.pollFirst();
    }

    /** Takes out an idle worker that has initialised that class, or null. */
    WorkerHandle takePrepared(String workerClass) {
        for (WorkerHandle worker : idle) {
            if (worker.takesTasks() && worker.isPreparedFor(workerClass)) {
                idle.remove(worker);
                return worker;
            }
        }
        return null;
    }

    boolean hasRoom(WorkerHandle worker, Ticket ticket) {
        if (!worker.takesTasks() || wear.isUsedUp(worker)) {
            return false;
        }
        return worker.flights.isEmpty() || ticket.pace.isKnown() && worker.flights.size() < MAX_FLIGHTS
                && worker.expectedNanos() + ticket.pace.of(ticket.count) <= AHEAD_NANOS;
    }

    /** Whether the next in the queue may go to that worker: it has room, or one short task only, after which it would wait. */
    boolean takesNext(WorkerHandle worker, Ticket ticket) {
        return hasRoom(worker, ticket)
                || worker.takesTasks() && !wear.isUsedUp(worker) && ticket.count == 1 && worker.hasOneTask()
                        && isShort(worker.expectedNanos()) && ticket.pace.isKnown() && isShort(ticket.pace.of(1));
    }

    /** Not if it is 0, which says that it is not known. */
    private static boolean isShort(double nanos) {
        return nanos > 0 && nanos <= SHORT_NANOS;
    }

    /** One that somebody has taken out, or that has nothing left, and for which there was no memory then; or null. */
    WorkerHandle stray() {
        for (WorkerHandle worker : workers) {
            if (worker.takesTasks() && worker.flights.isEmpty() && !idle.contains(worker)) {
                return worker;
            }
        }
        return null;
    }

    /** It has nothing to do. */
    void rest(WorkerHandle worker) {
        boolean wasBusy = worker.state() == WorkerState.BUSY;
        if (wasBusy) {
            worker.become(WorkerState.IDLE);
        }
        if (wasBusy || !idle.contains(worker)) {
            idle.addFirst(worker);
        }
    }

    /** It gets no more tasks, and is told so by its channel. */
    void dismiss(WorkerHandle worker) {
        idle.remove(worker);
        worker.become(WorkerState.STOPPING);
        worker.channel.stop();
        handOver(worker);
    }

    /** A worker of that main class could not be initialised; those on their way may be about to say the same. */
    void outdate(String mainClass) {
        if (mainClass.equals(this.mainClass)) {
            this.mainClass = ClassLoading.WORKER_CLASS; // one that is started without a task would fail as well
        }
        for (WorkerHandle worker : workers) {
            if (worker.state() == WorkerState.LAUNCHING && worker.mainClass.equals(mainClass)) {
                worker.isOutdated = true;
            }
        }
    }

    void noLongerIdle(WorkerHandle worker) {
        idle.remove(worker);
    }

    /** Can be done again if it was cut short. */
    void remove(WorkerHandle worker) {
        if (worker.state() != WorkerState.DEAD) {
            worker.become(WorkerState.DEAD);
        }
        workers.remove(worker);
        idle.remove(worker);
        handOver(worker);
    }

    /** The worker does not count any more: the one that was to take its place does now, or it will not take a place itself. */
    private void handOver(WorkerHandle gone) {
        WorkerHandle successor = gone.successor;
        if (successor != null) {
            successor.replaces = null;
            gone.successor = null;
            if (successor.state() == WorkerState.IDLE) {
                idle.addFirst(successor);
            }
        }
        if (gone.replaces != null) {
            gone.replaces.successor = null;
            gone.replaces = null;
        }
    }
}
