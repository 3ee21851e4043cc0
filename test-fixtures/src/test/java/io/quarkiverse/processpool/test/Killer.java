package io.quarkiverse.processpool.test;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

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
    private static final int RARELY = 6;

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
    private final Map<String, Long> killed = new ConcurrentHashMap<>();
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    private long completedAtLaunching = -1;

    Killer(WorkerPool pool, long seed) {
        super("killer");
        this.pool = pool;
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
        PoolStats stats = pool.stats();
        List<WorkerStats> workers = stats.workers().stream().filter(worker -> worker.name().matches(".*[02468]")).toList();
        if (workers.isEmpty()) {
            return;
        }
        WorkerStats victim = workers.get(random.nextInt(workers.size()));
        ProcessHandle process = ProcessHandle.of(victim.pid()).orElse(null);
        boolean launching = victim.state() == WorkerState.LAUNCHING;
        if (process == null || launching && !mayKillAtLaunch(stats)) {
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
        if (stats.completed() == completedAtLaunching || random.nextInt(RARELY) != 0) {
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
