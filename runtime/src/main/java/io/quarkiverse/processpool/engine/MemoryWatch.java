package io.quarkiverse.processpool.engine;

import java.util.List;

import io.quarkiverse.processpool.WorkerState;

/** Parent side: looks every now and then how much memory the processes of the workers have resident. One thread does it. */
final class MemoryWatch {

    private static final long EVERY_NANOS = 100_000_000;

    private final long most;
    private final boolean looks;
    private long lookedAt = System.nanoTime() - EVERY_NANOS;

    MemoryWatch(PoolSettings settings) {
        most = settings.maxRss();
        looks = most > 0 || settings.recycling().rss() > 0;
    }

    /** @param overdue gets those that have more than they may */
    void look(List<WorkerHandle> workers, List<WatchRound.Overdue> overdue) {
        long now = System.nanoTime();
        if (!looks || now - lookedAt < EVERY_NANOS) {
            return;
        }
        lookedAt = now;
        for (WorkerHandle worker : workers) {
            long resident = ResidentMemory.of(worker.pid());
            worker.resident = Math.max(0, resident);
            WorkerState state = worker.state();
            if (most > 0 && resident > most && (state == WorkerState.BUSY || state == WorkerState.IDLE)) {
                long running = state == WorkerState.BUSY ? worker.page.started() : 0;
                overdue.add(new WatchRound.Overdue(worker, state,
                        new Verdict.TooMuchMemory(resident, most, ResidentMemory.ofHeap(worker.pid())),
                        running));
            }
        }
    }
}
