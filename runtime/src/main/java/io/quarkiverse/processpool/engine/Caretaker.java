package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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
    private final ReentrantLock lock;
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

    PoolSettings settings() {
        return settings;
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
    }

    /** Whether that is the death of a worker which nobody has had anything from. */
    static boolean hasNotServed(WorkerHandle worker, Death death) {
        if (worker.hasInitFailed()) {
            return false; // its JVM is well, and the tasks were told
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
        if (roster.wear.isBornTooLarge(worker) && !tooLargeWasLogged) {
            tooLargeWasLogged = true;
            launcher.warn("The workers of the pool '" + settings.name() + "' have " + Texts.ofBytes(worker.resident)
                    + " resident before their first task, more than their recycle-rss of "
                    + Texts.ofBytes(settings.recycling().rss())
                    + ": each will be replaced after its first. Raise recycle-rss.");
        }
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
    private boolean leave(WorkerHandle worker) {
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
        lock.lock();
        try {
            next = round.over(roster, state);
            all = List.copyOf(roster.all());
        } finally {
            lock.unlock();
        }
        memory.look(all, round.overdue);
        return state.late.giveUp(next);
    }

    /** Does what the look has found to be done. No lambdas: they would be the first ones while the first worker starts. */
    void act(WatchRound round) {
        tell(round.waitedTooLong);
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
            launcher.makeArchive(dispatcher.classNames());
        }
    }

    /** A worker that nobody has waited for has no first result yet; nor has a task that takes long. */
    private String firstResult() {
        lock.lock();
        try {
            long at = first.firstResultAt;
            return at == 0 ? "" : ", and its first result was there after " + (at - first.launchedAt) / 1_000_000 + " ms";
        } finally {
            lock.unlock();
        }
    }

    /** Whether the pool is open, and no worker is on its way. */
    private boolean isQuiet() {
        lock.lock();
        try {
            return state.isOpen() && !roster.isSomeLaunching();
        } finally {
            lock.unlock();
        }
    }

    /** Much can have happened since the look. */
    private boolean condemnIfStill(WatchRound.Overdue found) {
        WorkerHandle worker = found.worker();
        lock.lock();
        try {
            if (worker.state() != found.state() || worker.verdict() != null) {
                return false;
            }
            if (worker.state() == WorkerState.BUSY && begun(worker, found.verdict()) != found.sequence()) {
                return false;
            }
            roster.noLongerIdle(worker);
            return worker.condemn(found.verdict());
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            if (worker.state() != WorkerState.IDLE || worker.verdict() != null || roster.strength() <= roster.least()) {
                return;
            }
            roster.dismiss(worker);
        } finally {
            lock.unlock();
        }
        worker.channel.flush();
    }

    /** Takes back what the worker has not begun, and gives it to those that are free. */
    private void recallBehind(WorkerHandle worker) {
        lock.lock();
        try {
            dispatcher.takeBack(worker);
        } finally {
            lock.unlock();
        }
        dispatcher.serveQueue();
    }

    private void warmReplacement(WorkerHandle worker) {
        WorkerHandle next;
        boolean left;
        lock.lock();
        try {
            next = replacement(worker);
            left = next == null && worker.takesTasks() && roster.isSpareReady()
                    && roster.wear.leavesWhenReplaced(worker, System.nanoTime()) && leave(worker);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            boolean may = state.isOpen() && !state.starts.isFailing();
            next = may ? roster.missing() : null;
            left = roster.idleSpares();
            left.forEach(roster::dismiss);
        } finally {
            lock.unlock();
        }
        dispatcher.afterwards(null, next);
        left.forEach(worker -> worker.channel.flush());
    }

    /** After a pause, tries whether a worker can be started by now. */
    private void probe() {
        WorkerHandle worker;
        lock.lock();
        try {
            boolean due = state.isOpen() && state.isDown() && !roster.isSomeLaunching()
                    && state.starts.pauseLeft(System.nanoTime()) == 0;
            worker = due ? roster.newWorker(state.starts.mainClass()) : null;
        } finally {
            lock.unlock();
        }
        dispatcher.afterwards(null, worker);
    }

    /** Ends all workers and starts others for what comes: idle ones now, busy ones after what they are doing. */
    void recycle() {
        endWorkers(true, 0);
    }

    /** Has a worker replaced: it finishes what it has begun, and gets no more. */
    void retire(WorkerHandle worker) {
        end(() -> List.of(worker));
    }

    /** Ends the workers that have nothing to do, and that the pool is not to keep. */
    void shrink() {
        endWorkers(false, roster.least());
    }

    /**
     * Changes how many workers there may be: what is more ends after what it is doing, what is less comes with the next tasks.
     */
    void resize(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("The pool '" + settings.name() + "' needs at least 1 worker, not " + workers);
        }
        lock.lock();
        try {
            roster.size(workers);
        } finally {
            lock.unlock();
        }
        endWorkers(true, workers);
    }

    /** @param keep so many of those that serve go on */
    private void endWorkers(boolean busyOnesToo, int keep) {
        end(() -> {
            List<WorkerHandle> leaving = new ArrayList<>(roster.all());
            leaving.removeIf(worker -> worker.state() != WorkerState.IDLE && (!busyOnesToo || worker.isRetired())
                    || keep > 0 && worker.replaces != null || worker.isSpare && (keep > 0 || !busyOnesToo));
            leaving.sort((a, b) -> Boolean.compare(a.state() != WorkerState.IDLE, b.state() != WorkerState.IDLE));
            int many = keep == 0 ? leaving.size() : roster.strength() - keep;
            return leaving.subList(0, Math.max(0, Math.min(many, leaving.size())));
        });
    }

    /** @param choice of those that finish what they have begun and get no more, made under the lock */
    private void end(Supplier<List<WorkerHandle>> choice) {
        List<WorkerHandle> stopped = new ArrayList<>();
        lock.lock();
        try {
            for (WorkerHandle worker : choice.get()) {
                if (worker.state() != WorkerState.IDLE) {
                    dispatcher.takeBack(worker);
                }
                if (leave(worker)) {
                    stopped.add(worker);
                }
            }
        } finally {
            lock.unlock();
        }
        stopped.forEach(worker -> worker.channel.flush());
        dispatcher.serveQueue();
        dispatcher.wakeWatchdog();
    }

    void close() {
        boolean wasOpen;
        lock.lock();
        try {
            wasOpen = state.close();
            roster.giveUpSpares();
        } finally {
            lock.unlock();
        }
        if (wasOpen) {
            launcher.archive().abandon();
            windUp();
        }
    }

    /** Ends workers that will not be needed any more, once nothing more can come. */
    void windUp() {
        List<WorkerHandle> stopped = new ArrayList<>();
        List<WorkerHandle> unborn = new ArrayList<>();
        lock.lock();
        try {
            if (!state.isWindingUp()) {
                return;
            }
            if (state.queue.isEmpty()) {
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
        dispatcher.wakeWatchdog();
    }

    void terminate(Verdict why) {
        List<WorkerHandle> all;
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            state.terminate();
            all = List.copyOf(roster.all());
            dispatcher.lifecycle().failWaiting(tell, why);
        } finally {
            lock.unlock();
        }
        launcher.archive().abandon();
        all.forEach(worker -> dispatcher.lifecycle().kill(worker, why));
        tell.forEach(Receiver::telling);
        dispatcher.wakeWatchdog();
    }

    boolean join(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            if (state.isOpen()) {
                throw new IllegalStateException("The pool '" + settings.name() + "' must be closed before it is joined");
            }
            while (!state.isDone()) {
                if (left <= 0) {
                    return false;
                }
                left = state.somethingGone.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return launcher.archive().awaitEnd(Math.max(left, 1));
    }

    boolean isOpen() {
        lock.lock();
        try {
            return state.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the pool is closed, its last worker gone, and nothing to be read any more. */
    boolean isOver() {
        lock.lock();
        try {
            return !state.isOpen() && state.isDone() && state.late.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The last worker of a closed pool is gone. */
    void over() {
        launcher.over();
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
        lock.lock();
        try {
            all = List.copyOf(roster.all());
            size = roster.size();
            waiting = state.queue.tasks();
            launched = roster.started();
            running = roster.running();
            health = !state.isOpen() ? PoolHealth.CLOSED : state.isDown() ? PoolHealth.DOWN : PoolHealth.UP;
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> each.add(worker.stats()));
        return new PoolStats(settings.name(), health, size, waiting, settings.queueSize(), running,
                state.tally.completed.sum(), state.tally.failed.sum(), launched, List.copyOf(each));
    }
}
