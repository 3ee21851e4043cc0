package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: looks after the workers of a pool: how many there are, that they are replaced in time and ended when they are
 * not needed, and the end of the pool itself. Shares the lock and the state of its {@link Dispatcher}.
 */
final class Caretaker {

    /** A worker that dies unused in so short a time has not served. */
    private static final long SHORT_LIFE_NANOS = 10_000_000_000L;

    private static final long QUIET_NANOS = 500_000_000;

    private final Dispatcher dispatcher;
    private final WorkerLauncher launcher;
    private final PoolSettings settings;
    private final PoolState state;
    private final Roster roster;
    private final Object lock;
    private final MemoryWatch memory;
    private volatile long firstStartMillis = -1;
    private volatile long firstReadyAt;
    private boolean saidThatARoundFailed;
    private boolean tooLargeWasLogged;
    private boolean wantsArchive;
    /** The first worker, until its start is logged. */
    private volatile WorkerHandle first;

    Caretaker(Dispatcher dispatcher, WorkerLauncher launcher) {
        this.dispatcher = dispatcher;
        this.launcher = launcher;
        this.settings = dispatcher.settings;
        this.state = dispatcher.state;
        this.roster = state.roster;
        this.lock = state.lock;
        this.memory = new MemoryWatch(settings);
    }

    /** Under the lock: a worker has become ready. The first one says how long that takes here. */
    void sawStart(WorkerHandle worker) {
        if (state.starts.isFailing()) {
            launcher.log("The pool '" + settings.name() + "' can start workers again");
        } else if (firstStartMillis < 0) {
            firstReadyAt = System.nanoTime();
            firstStartMillis = (firstReadyAt - worker.launchedAt) / 1_000_000;
            first = worker;
        }
        state.starts.recovered();
        warnIfBornTooLarge(worker);
    }

    /** Once, and not of each. */
    private void warnIfBornTooLarge(WorkerHandle worker) {
        if (roster.wear.isBornTooLarge(worker) && !tooLargeWasLogged) {
            tooLargeWasLogged = true;
            launcher.warn("The workers of the pool '" + settings.name() + "' have " + Texts.ofBytes(worker.resident)
                    + " resident before their first task, more than their recycle-rss of "
                    + Texts.ofBytes(settings.recycling().rss())
                    + ": each will be replaced after its first. Raise recycle-rss.");
        }
    }

    /** Whether that is the death of a worker which nobody has had anything from; before it is noted. */
    static boolean hasNotServed(WorkerHandle worker, Death death) {
        if (worker.state() == WorkerState.STOPPING) {
            return false; // it was told to end, or it could not initialise its class, and the tasks were told
        }
        boolean ofItself = death.verdict() == null;
        if (!death.wasReady()) {
            return ofItself || death.verdict() instanceof Verdict.TimeLimit;
        }
        return ofItself && worker.assigned == 0 && System.nanoTime() - worker.launchedAt < SHORT_LIFE_NANOS;
    }

    /** Under the lock: one that takes the place of an idle worker which somebody else has ended, or null. */
    WorkerHandle substitute(WorkerHandle dead, Death death) {
        return !dead.isSpare && death.verdict() == null && state.isOpen() && !state.starts.isFailing()
                ? roster.newWorker(dead.mainClass)
                : null;
    }

    /** Under the lock: a worker that is to be launched because this one will soon have served for long enough, or null. */
    WorkerHandle replacement(WorkerHandle worker) {
        boolean goesOn = worker.takesTasks() && !state.isWindingUp() && !state.starts.isFailing();
        return goesOn && roster.wear.needsReplacement(worker, System.nanoTime()) ? roster.replacementFor(worker) : null;
    }

    /**
     * Under the lock: a worker that is ready takes the place of the one that it is to replace, or waits until that has left.
     *
     * @return that one, if it has to be told to stop
     */
    WorkerHandle takePlace(WorkerHandle worker) {
        WorkerHandle old = worker.replaces;
        if (old == null || !old.takesTasks() || !roster.wear.leavesWhenReplaced(old, System.nanoTime())) {
            return null;
        }
        return leave(old) ? old : null;
    }

    /** Under the lock: the worker gets no more tasks. Answers whether its channel has to be flushed. */
    boolean leave(WorkerHandle worker) {
        if (worker.state() == WorkerState.IDLE) {
            roster.dismiss(worker);
            return true;
        }
        worker.retire();
        return false;
    }

    Runnable sayThatItIsDown() {
        Death last = state.starts.last();
        Duration pause = state.starts.pause();
        int attempts = state.starts.failedInARow();
        return () -> launcher.warn("The pool '" + settings.name() + "' cannot start workers: " + attempts
                + " in a row ended before they had served; it tries again in " + Texts.of(pause) + ". The last one: "
                + last.cause() + "." + last.evidence());
    }

    /** One look of the watchdog at all workers. */
    long watch(WatchRound round) {
        List<WorkerHandle> all;
        long next;
        synchronized (lock) {
            next = round.over(roster, state);
            all = List.copyOf(roster.all());
        }
        memory.look(all, round.overdue);
        return state.late.giveUp(next);
    }

    /** Does what the look has found to be done. No lambdas: they would be the first ones while the first worker starts. */
    void act(WatchRound round) {
        if (round.someWaitedTooLong) {
            failQueuedBefore(round.latestQueuedAt);
        }
        for (WatchRound.Overdue found : round.overdue) {
            if (condemnIfStill(found)) {
                launcher.kill(found.worker());
            }
            dispatcher.serveQueue();
        }
        for (WorkerHandle worker : round.evictable) {
            evict(worker);
        }
        for (WorkerHandle worker : round.holdingUp) {
            recallBehind(worker);
        }
        for (WorkerHandle worker : round.preparing) {
            recallFromUnprepared(worker);
        }
        for (WorkerHandle worker : round.unbegun) {
            recallFromStopped(worker);
        }
        for (WorkerHandle worker : round.withheld) {
            launcher.salvage(worker);
        }
        for (WorkerHandle worker : round.standingStill) {
            launcher.relieve(worker);
        }
        for (WorkerHandle worker : round.wornOut) {
            warmReplacement(worker);
        }
        for (WorkerHandle worker : round.resting) {
            worker.restsSince = worker.since;
            launcher.order(worker, WorkerSettings.REST);
        }
        keepUp();
        tell(round.progress);
        if (round.probe) {
            probe();
        }
        afterFirstStart();
    }

    /** A round of the watchdog has ended with an exception; said once, because it may be so in each. */
    void roundFailed(Throwable problem) {
        if (!saidThatARoundFailed) {
            saidThatARoundFailed = true;
            launcher.warn("The pool '" + settings.name() + "' could not look after its workers for a moment", problem);
        }
    }

    private void failQueuedBefore(long moment) {
        Failing late = new Failing(
                task -> TaskFailures.waitedTooLong(settings.name(), size(), task, settings.times().queue()));
        synchronized (lock) {
            for (Ticket ticket; (ticket = state.queue.pollOlderThan(moment)) != null;) {
                state.tally.failed(ticket.count);
                late.tickets.addLast(ticket);
            }
        }
        late.run();
    }

    private static void tell(List<Runnable> tellings) {
        for (Runnable telling : tellings) {
            Receiver.telling(telling);
        }
    }

    /** Not while the first task is on its way: the first line of a log can take longer than that. */
    private void afterFirstStart() {
        long ready = firstReadyAt;
        if (ready != 0 && System.nanoTime() - ready > QUIET_NANOS) {
            firstReadyAt = 0;
            launcher.log("The first worker of the pool '" + settings.name() + "' was ready after " + firstStartMillis + " ms"
                    + firstResult());
            first = null;
            launcher.removeLeftovers();
            wantsArchive = launcher.archive().isMissing();
        }
        if (wantsArchive && isQuiet()) {
            wantsArchive = false;
            launcher.makeArchive(dispatcher.paces().classNames());
        }
    }

    /** A worker that nobody has waited for has no first result yet; nor has a task that takes long. */
    private String firstResult() {
        synchronized (lock) {
            long at = first.firstResultAt;
            return at == 0 ? "" : ", and its first result was there after " + (at - first.launchedAt) / 1_000_000 + " ms";
        }
    }

    /** Whether the pool is open, and no worker is on its way. */
    private boolean isQuiet() {
        synchronized (lock) {
            return state.isOpen() && !roster.isSomeLaunching();
        }
    }

    /** Much can have happened since the look. */
    private boolean condemnIfStill(WatchRound.Overdue found) {
        WorkerHandle worker = found.worker();
        synchronized (lock) {
            if (worker.state() != found.state() || worker.verdict() != null) {
                return false;
            }
            if (worker.state() == WorkerState.BUSY && begun(worker, found.verdict()) != found.sequence()) {
                return false;
            }
            roster.noLongerIdle(worker);
            return worker.condemn(found.verdict());
        }
    }

    /**
     * Takes back what would otherwise begin behind the task that is overdue. What a worker does not begin at all stays with it
     * until it is dead: so it is counted how many workers a task has been with.
     */
    private long begun(WorkerHandle worker, Verdict verdict) {
        return verdict.limit() == Limit.START_UP ? worker.page.started() : dispatcher.takeBack(worker);
    }

    private void evict(WorkerHandle worker) {
        synchronized (lock) {
            if (worker.state() != WorkerState.IDLE || worker.verdict() != null || roster.strength() <= roster.least()) {
                return;
            }
            roster.dismiss(worker);
        }
        worker.channel.flush();
    }

    /** Takes back what the worker has not begun, and gives it to those that are free. */
    private void recallBehind(WorkerHandle worker) {
        synchronized (lock) {
            dispatcher.takeBack(worker);
        }
        dispatcher.serveQueue();
    }

    /**
     * Gives what waits for the initialisation of a class to an idle worker that has initialised it, and to no other one: there
     * it might wait as well, and again and again where that hangs.
     */
    private void recallFromUnprepared(WorkerHandle worker) {
        WorkerHandle prepared = null;
        synchronized (lock) {
            Flight waiting = worker.isPreparing() ? worker.firstLive() : null;
            if (waiting != null) {
                prepared = roster.takePrepared(waiting.ticket.entry.workerClass());
            }
            if (prepared != null) {
                dispatcher.takeBack(worker);
                dispatcher.refill(prepared);
            }
        }
        if (prepared != null) {
            dispatcher.afterwards(prepared, null);
            dispatcher.serveQueue();
        }
    }

    /**
     * Gives what the worker has got to those that are free, if somebody has stopped its process. That can go on at any time; if
     * it does not, it is the start-timeout that ends it.
     */
    private void recallFromStopped(WorkerHandle worker) {
        if (ProcessState.isStopped(worker.pid())) {
            recallBehind(worker);
        }
    }

    private void warmReplacement(WorkerHandle worker) {
        WorkerHandle next;
        boolean left;
        synchronized (lock) {
            next = replacement(worker);
            left = next == null && worker.takesTasks() && roster.isSpareReady()
                    && roster.wear.leavesWhenReplaced(worker, System.nanoTime()) && leave(worker);
        }
        dispatcher.afterwards(left ? worker : null, next);
    }

    /** Starts what min-workers and spare-workers ask for, one at a time. */
    private void keepUp() {
        if (!roster.isKeptUp()) {
            return;
        }
        WorkerHandle next;
        List<WorkerHandle> left;
        synchronized (lock) {
            boolean may = state.isOpen() && !state.starts.isFailing();
            next = may ? roster.missing() : null;
            left = roster.idleSpares();
            left.forEach(roster::dismiss);
        }
        dispatcher.afterwards(null, next);
        left.forEach(worker -> worker.channel.flush());
    }

    /** After a pause, tries whether a worker can be started by now. */
    private void probe() {
        WorkerHandle worker;
        synchronized (lock) {
            boolean due = state.isOpen() && state.isDown() && !roster.isSomeLaunching()
                    && state.starts.pauseLeft(System.nanoTime()) == 0;
            worker = due ? roster.newWorker(state.starts.mainClass()) : null;
        }
        dispatcher.afterwards(null, worker);
    }

    /** How many workers there may be; asked for with each chunk, and so without the lock. */
    int size() {
        return roster.size();
    }

    PoolStats stats() {
        List<WorkerStats> each = new ArrayList<>();
        List<WorkerHandle> all;
        int size;
        int waiting;
        int running;
        long launched;
        PoolHealth health;
        synchronized (lock) {
            all = List.copyOf(roster.all());
            size = roster.size();
            waiting = state.queue.tasks();
            launched = roster.started();
            running = roster.running();
            health = !state.isOpen() ? PoolHealth.CLOSED : state.isDown() ? PoolHealth.DOWN : PoolHealth.UP;
        }
        all.forEach(worker -> each.add(worker.stats()));
        return new PoolStats(settings.name(), health, size, waiting, settings.queueSize(), running,
                state.tally.completed(), state.tally.failed(), launched, List.copyOf(each));
    }
}
