package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.engine.WorkerPool;

/**
 * Kills workers of a pool from outside, as a person or the kernel would, until it is interrupted. It spares every
 * second one, so that what takes its time to go wrong can do so.
 */
final class Killer extends Thread {

    private static final long GAP_MILLIS = 250;
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int ROOM_PATIENCE_MILLIS = 6_000;

    /** Where in its life the worker was. */
    enum Moment {
        LAUNCHING,
        IDLE,
        BUSY,
        /** It was stopped before, so that requests were half sent and not read. */
        NOT_READING,
        STOPPING
    }

    private final WorkerPool pool;
    private final Random random;
    private final Semaphore room;
    private final int underWay;
    private final Map<String, Long> killed = new ConcurrentHashMap<>();
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    private long completedAtLaunching = -1;

    /** @param room has a permit for each task that may be under way, in the order in which they are asked for */
    Killer(WorkerPool pool, long seed, Semaphore room) {
        super("killer");
        this.pool = pool;
        this.room = room;
        this.underWay = room.availablePermits();
        this.random = new Random(seed);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!isInterrupted()) {
                sleep(random.nextInt((int) GAP_MILLIS));
                killOne();
            }
        } catch (InterruptedException e) {
            // enough
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void killOne() throws IOException, InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> killOneThatIsIdle();
            case 1 -> kill(await(WorkerState.STOPPING));
            case 2, 3 -> kill(await(WorkerState.BUSY));
            default -> kill(one(victims(pool.stats())));
        }
    }

    /** At a time with so few tasks that there is one, and more come at once; not if some that are under way take long. */
    private void killOneThatIsIdle() throws IOException, InterruptedException {
        int taken = underWay - random.nextInt(3);
        if (room.tryAcquire(taken, ROOM_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            try {
                kill(await(WorkerState.IDLE));
            } finally {
                room.release(taken);
            }
        }
    }

    /** One in that state, or null if none comes to it soon. */
    private WorkerStats await(WorkerState state) throws InterruptedException {
        WorkerStats found = null;
        for (int i = 0; found == null && i < PATIENCE_MILLIS; i++) {
            sleep(1);
            found = one(victims(pool.stats()).stream().filter(worker -> worker.state() == state).toList());
        }
        return found;
    }

    private static List<WorkerStats> victims(PoolStats stats) {
        return stats.workers().stream().filter(worker -> worker.name().matches(".*[02468]")).toList();
    }

    private WorkerStats one(List<WorkerStats> workers) {
        return workers.isEmpty() ? null : workers.get(random.nextInt(workers.size()));
    }

    private void kill(WorkerStats victim) throws IOException, InterruptedException {
        ProcessHandle process = victim == null ? null : ProcessHandle.of(victim.pid()).orElse(null);
        boolean launching = victim != null && victim.state() == WorkerState.LAUNCHING;
        if (process == null || launching && !mayKillAtLaunch(pool.stats())) {
            return;
        }
        Moment moment = launching ? Moment.LAUNCHING : Moment.valueOf(victim.state().name());
        if (moment == Moment.BUSY && random.nextInt(3) == 0) {
            new ProcessBuilder("kill", "-STOP", Long.toString(victim.pid())).start().waitFor();
            sleep(random.nextInt(30));
            moment = Moment.NOT_READING;
        }
        killed.put(victim.name(), victim.pid());
        if (process.destroyForcibly()) {
            kills.merge(moment, 1, Integer::sum);
        }
    }

    /** Starts that fail in a row are a pool that cannot start workers; so some task comes to its end between two. */
    private boolean mayKillAtLaunch(PoolStats stats) {
        if (stats.completed() == completedAtLaunching) {
            return false;
        }
        completedAtLaunching = stats.completed();
        return true;
    }

    /** The ids of all workers that it may have killed, by their names: an id may come again. */
    Map<String, Long> killed() {
        return killed;
    }

    /** How many it has killed, by moment; after its end. */
    Map<Moment, Integer> kills() {
        return kills;
    }
}
