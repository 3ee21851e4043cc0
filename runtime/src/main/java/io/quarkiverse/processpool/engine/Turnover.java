package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.processpool.WorkerState;

/**
 * Parent side: workers that leave because somebody wants fewer or others. Each does what it has begun; what was waiting behind
 * that goes to those that stay.
 */
final class Turnover {

    private final Dispatcher dispatcher;
    private final PoolSettings settings;
    private final Roster roster;
    private final Object lock;

    Turnover(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.settings = dispatcher.settings;
        this.roster = dispatcher.state.roster;
        this.lock = dispatcher.state.lock;
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
        PoolBounds.checkSize(settings.name(), workers);
        synchronized (lock) {
            roster.size(workers);
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
        synchronized (lock) {
            for (WorkerHandle worker : choice.get()) {
                if (worker.state() != WorkerState.IDLE) {
                    dispatcher.takeBack(worker);
                }
                if (dispatcher.caretaker().leave(worker)) {
                    stopped.add(worker);
                }
            }
        }
        stopped.forEach(worker -> worker.channel.flush());
        dispatcher.serveQueue();
        dispatcher.wakeWatchdog();
    }
}
