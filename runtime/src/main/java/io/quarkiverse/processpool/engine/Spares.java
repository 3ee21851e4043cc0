package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.WorkerState;

/**
 * Parent side: the workers of a pool that are kept ready beyond its size, and get no tasks until they take the place of one
 * that leaves. Guarded by the pool's lock.
 */
final class Spares {

    private final List<WorkerHandle> workers;
    private int wanted;

    /**
     * @param workers all of the pool, spare or not, as they are at any time
     * @param wanted how many spare ones there are to be
     */
    Spares(List<WorkerHandle> workers, int wanted) {
        this.workers = workers;
        this.wanted = wanted;
    }

    int wanted() {
        return wanted;
    }

    /** There will be no more. */
    void giveUp() {
        wanted = 0;
    }

    boolean areComplete() {
        int count = 0;
        for (WorkerHandle worker : workers) {
            count += worker.isSpare ? 1 : 0;
        }
        return count >= wanted;
    }

    boolean isOneReady() {
        return first(WorkerState.IDLE) != null;
    }

    /** Makes one a worker as all others, one that is ready before one that will be; null if there is none. */
    WorkerHandle take() {
        WorkerHandle spare = first(WorkerState.IDLE);
        if (spare == null) {
            spare = first(WorkerState.LAUNCHING);
        }
        if (spare != null) {
            spare.isSpare = false;
        }
        return spare;
    }

    private WorkerHandle first(WorkerState state) {
        for (WorkerHandle worker : workers) {
            if (isSpare(worker, state)) {
                return worker;
            }
        }
        return null;
    }

    private static boolean isSpare(WorkerHandle worker, WorkerState state) {
        return worker.isSpare && worker.state() == state && worker.verdict() == null;
    }

    /** Those that are ready. */
    List<WorkerHandle> ready() {
        List<WorkerHandle> ready = new ArrayList<>();
        for (WorkerHandle worker : workers) {
            if (isSpare(worker, WorkerState.IDLE)) {
                ready.add(worker);
            }
        }
        return ready;
    }
}
