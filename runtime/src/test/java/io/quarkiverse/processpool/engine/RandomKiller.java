package io.quarkiverse.processpool.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;

/**
 * Kills the workers of a pool that runs the tasks of {@link Mortal}, one after the other and each at a random moment of its
 * life. Between two kills some task is done: a pool pauses when three workers in a row have died before they had served.
 */
final class RandomKiller extends Thread {

    /** Where in its life the worker was, as far as can be seen from outside. */
    enum Moment {
        /** Its process has no socket yet. */
        CONNECTING,
        HANDSHAKE,
        /** Its {@code @WorkerInit} method had begun, and has not ended. */
        INITIALISING,
        IDLE,
        BUSY,
        /** It was stopped before, so that requests and results were half sent and not read, or a task was not begun. */
        STOPPED,
        /** It was told to end, or told the application that it does. */
        STOPPING,
        /** Its {@code @WorkerExit} method had begun, and has not ended. */
        SAYING_GOODBYE
    }

    private static final Duration TICK = Duration.ofMillis(1);
    private static final int LONGEST_PAUSE_NANOS = 30_000_000;
    private static final int GOODBYE_NANOS = 15_000_000;

    private final WorkerPool pool;
    private final int size;
    private final int kills;
    private final Path folder;
    private final Semaphore underWay;
    private final int mostUnderWay;
    private final Random random;
    /** The pid by the name, because a pid may come again. */
    private final Map<String, Long> killed = new ConcurrentHashMap<>();
    private final Map<Moment, Integer> moments = Collections.synchronizedMap(new EnumMap<>(Moment.class));
    private final AtomicInteger replacements = new AtomicInteger();
    private volatile boolean sawPoolDown;

    /** @param underWay has a permit for each task that may be under way, in the order in which they are asked for */
    RandomKiller(WorkerPool pool, int kills, long seed, Path folder, Semaphore underWay) {
        super("killer");
        this.pool = pool;
        this.size = pool.stats().size();
        this.kills = kills;
        this.random = new Random(seed);
        this.folder = folder;
        this.underWay = underWay;
        this.mostUnderWay = underWay.availablePermits();
    }

    /** All that were killed, by name. */
    Map<String, Long> killed() {
        return killed;
    }

    Map<Moment, Integer> moments() {
        return moments;
    }

    /** How many of them were there to replace another one, and not yet ready. */
    int replacements() {
        return replacements.get();
    }

    /** Whether the pool has taken the kills for workers that cannot start. */
    boolean sawPoolDown() {
        return sawPoolDown;
    }

    @Override
    public void run() {
        while (killed.size() < kills) {
            long enough = stats().completed() + 1 + random.nextInt(mostUnderWay);
            until("tasks that are done after a kill", () -> stats().completed() >= enough);
            pause(LONGEST_PAUSE_NANOS);
            try {
                switch (random.nextInt(15)) {
                    case 0, 1 -> killOneThatStarts();
                    case 2 -> killOneThatReplaces();
                    case 3, 4 -> killOneThatIsIdle();
                    case 5, 6 -> killOneThatStops();
                    default -> killOneThatIsBusy();
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void killOneThatStarts() {
        WorkerStats victim = one(stats(), WorkerState.LAUNCHING);
        if (victim == null) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> until("its connection", () -> hasSocket(victim) || stateOf(victim) != WorkerState.LAUNCHING);
            case 1, 2 -> until("its initialisation", () -> isBeginning(victim) || stateOf(victim) != WorkerState.LAUNCHING);
            default -> {
            }
        }
        kill(victim, hasSocket(victim) ? Moment.HANDSHAKE : Moment.CONNECTING);
    }

    /** One that is started while there are as many as there may be. */
    private void killOneThatReplaces() {
        until("a replacement", () -> replacement(stats()) != null);
        WorkerStats victim = replacement(stats());
        if (victim != null && kill(victim, hasSocket(victim) ? Moment.HANDSHAKE : Moment.CONNECTING)) {
            replacements.incrementAndGet();
        }
    }

    private WorkerStats replacement(PoolStats stats) {
        long serving = stats.workers().stream()
                .filter(worker -> worker.state() == WorkerState.IDLE || worker.state() == WorkerState.BUSY).count();
        return serving < size ? null : one(stats, WorkerState.LAUNCHING);
    }

    /** At a time with few tasks or none, some of which come when it is dead or stands still. */
    private void killOneThatIsIdle() throws IOException, InterruptedException {
        int taken = mostUnderWay - random.nextInt(3);
        boolean stops = random.nextInt(3) == 0;
        WorkerStats victim;
        Moment moment = null;
        underWay.acquire(taken);
        try {
            until("an idle worker", () -> one(stats(), WorkerState.IDLE) != null || stats().workers().isEmpty());
            victim = one(stats(), WorkerState.IDLE);
            if (victim != null && stops) {
                Pools.signal("STOP", victim.pid());
            } else if (victim != null) {
                moment = signal(victim, Moment.IDLE);
            }
        } finally {
            underWay.release(taken);
        }
        if (victim != null && stops) {
            pause(LONGEST_PAUSE_NANOS);
            kill(victim, Moment.STOPPED);
        } else {
            note(victim, moment);
        }
    }

    private void killOneThatStops() {
        until("a worker that stops", () -> one(stats(), WorkerState.STOPPING) != null);
        WorkerStats victim = one(stats(), WorkerState.STOPPING);
        if (victim != null) {
            pause(GOODBYE_NANOS);
            kill(victim, Moment.STOPPING);
        }
    }

    private void killOneThatIsBusy() throws IOException, InterruptedException {
        WorkerStats victim = one(stats(), WorkerState.BUSY);
        if (victim != null && random.nextInt(3) == 0) {
            Pools.signal("STOP", victim.pid());
            pause(LONGEST_PAUSE_NANOS);
            kill(victim, Moment.STOPPED);
        } else if (victim != null) {
            kill(victim, Moment.BUSY);
        }
    }

    /** Whether it was alive. */
    private boolean kill(WorkerStats victim, Moment moment) {
        Moment hit = signal(victim, moment);
        note(victim, hit);
        return hit != null;
    }

    /** Answers where that has hit it, as far as can be said now; null if it is dead already. */
    private Moment signal(WorkerStats victim, Moment moment) {
        ProcessHandle process = ProcessHandle.of(victim.pid()).orElse(null);
        WorkerState now = stateOf(victim);
        if (process == null || now == WorkerState.DEAD) {
            return null;
        }
        killed.put(victim.name(), victim.pid());
        process.destroyForcibly();
        return now == victim.state() || moment == Moment.STOPPED ? moment : Moment.valueOf(now.name());
    }

    /** When it is dead: it has left something if it was in the middle of that. */
    private void note(WorkerStats victim, Moment moment) {
        if (moment != null) {
            until("its end", () -> stateOf(victim) == WorkerState.DEAD);
            Moment known = isBeginning(victim) ? Moment.INITIALISING
                    : Files.exists(Mortal.ending(folder, victim.pid())) ? Moment.SAYING_GOODBYE : moment;
            moments.merge(known, 1, Integer::sum);
        }
    }

    private PoolStats stats() {
        PoolStats stats = pool.stats();
        sawPoolDown |= stats.health() == PoolHealth.DOWN;
        return stats;
    }

    private WorkerState stateOf(WorkerStats worker) {
        return stats().workers().stream().filter(now -> now.name().equals(worker.name())).map(WorkerStats::state).findAny()
                .orElse(WorkerState.DEAD);
    }

    /** Any one of those in that state, or null. */
    private WorkerStats one(PoolStats stats, WorkerState state) {
        List<WorkerStats> choice = stats.workers().stream().filter(worker -> worker.pid() > 0 && worker.state() == state)
                .toList();
        return choice.isEmpty() ? null : choice.get(random.nextInt(choice.size()));
    }

    private boolean isBeginning(WorkerStats worker) {
        return Files.exists(Mortal.beginning(folder, worker.pid()));
    }

    private static boolean hasSocket(WorkerStats worker) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(worker.pid()), "fd"))) {
            return descriptors.map(LeavesNothingBehind::target).anyMatch(target -> target.startsWith("socket:"));
        } catch (IOException | UncheckedIOException e) {
            return false; // it is gone
        }
    }

    private void pause(int atMostNanos) {
        LockSupport.parkNanos(random.nextInt(atMostNanos));
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what).pollDelay(Duration.ZERO).pollInterval(TICK).atMost(Pools.PATIENCE.multipliedBy(4)).until(condition);
    }
}
