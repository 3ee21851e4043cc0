package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.EntryPoint;

/** Parent side: what the watchdog finds in one look at the workers of a pool. Runs under the pool's lock, and only looks. */
final class WatchRound {

    /** A task that runs for longer holds up what is behind it. */
    private static final long LONG_NANOS = 5_000_000;
    /** A reader that has been giving one frame to its receivers for longer stands still. */
    private static final long STILL_NANOS = 20_000_000;

    private final PoolSettings settings;
    private final long now = System.nanoTime();

    final List<Overdue> overdue = new ArrayList<>();
    final List<WorkerHandle> evictable = new ArrayList<>();
    final List<WorkerHandle> holdingUp = new ArrayList<>();
    final List<WorkerHandle> standingStill = new ArrayList<>();

    /** A worker that has to be killed; for a task that takes too long, only if it is still running the one with that number. */
    record Overdue(WorkerHandle worker, WorkerState state, Verdict verdict, long sequence) {
    }

    WatchRound(PoolSettings settings) {
        this.settings = settings;
    }

    /** @return nanoseconds until the next idle worker can be ended, or -1 if some worker needs to be watched closely */
    long over(List<WorkerHandle> workers) {
        boolean someIdle = isSomeIdle(workers);
        long next = Long.MAX_VALUE;
        for (WorkerHandle worker : workers) {
            switch (worker.state()) {
                case LAUNCHING -> next = bounded(worker, settings.startTimeout(), next,
                        worker.isInitialising() ? new Verdict.InitTimeout(settings.startTimeout())
                                : new Verdict.StartTimeout(settings.startTimeout()));
                case STOPPING -> next = bounded(worker, settings.shutdownTimeout(), next,
                        new Verdict.StopTimeout(settings.shutdownTimeout()));
                case IDLE -> next = Math.min(next, idle(worker));
                case BUSY -> {
                    busy(worker, someIdle);
                    next = -1;
                }
                case DEAD -> {
                }
            }
            if (worker.reader != null && worker.reader.standsStill(STILL_NANOS)) {
                standingStill.add(worker);
            }
        }
        return next;
    }

    private static boolean isSomeIdle(List<WorkerHandle> workers) {
        for (WorkerHandle worker : workers) {
            if (worker.flights.isEmpty() && worker.takesTasks()) {
                return true;
            }
        }
        return false;
    }

    private long bounded(WorkerHandle worker, Duration limit, long next, Verdict verdict) {
        long left = limit.toNanos() - (now - worker.since);
        if (left <= 0) {
            overdue.add(new Overdue(worker, worker.state(), verdict, worker.seenStarted));
        }
        return next < 0 ? next : Math.min(next, Math.max(left, 0));
    }

    private long idle(WorkerHandle worker) {
        if (settings.idleTimeout().isZero()) {
            return Long.MAX_VALUE;
        }
        long left = settings.idleTimeout().toNanos() - (now - worker.since);
        if (left <= 0) {
            evictable.add(worker);
        }
        return Math.max(left, 0);
    }

    private void busy(WorkerHandle worker, boolean someIdle) {
        Flight head = worker.flights.peekFirst();
        if (head == null) {
            return;
        }
        long begun = worker.page.started();
        if (begun != worker.seenStarted) {
            worker.seenStarted = begun;
            worker.since = Math.max(worker.since, now - Watchdog.TICK_NANOS);
        }
        Flight running = worker.flightOf(begun);
        if (begun < head.nextSequence()) {
            bounded(worker, settings.startTimeout(), 0, new Verdict.Unresponsive(settings.startTimeout()));
            return;
        }
        if (running == null || running.isVoid()) {
            return;
        }
        long elapsed = now - worker.since;
        Duration limit = timeout(running.ticket.entry);
        if (!limit.isZero() && elapsed > limit.toNanos()) {
            overdue.add(new Overdue(worker, worker.state(), new Verdict.TaskTimeout(limit), begun));
        }
        boolean tooLong = elapsed > LONG_NANOS;
        if (tooLong) {
            running.ticket.pace.sawAtLeast(elapsed);
        }
        if (settings.workers() > 1 && hasMore(worker, head) && (tooLong || someIdle && worker.expectedNanos() > LONG_NANOS)) {
            holdingUp.add(worker);
        }
    }

    private static boolean hasMore(WorkerHandle worker, Flight head) {
        if (head.left() > 1) {
            return true;
        }
        for (Flight flight : worker.flights) {
            if (flight != head && !flight.isVoid()) {
                return true;
            }
        }
        return false;
    }

    private Duration timeout(EntryPoint<?, ?> entry) {
        return settings.taskTimeoutWins() || entry.timeoutMillis() == 0 ? settings.taskTimeout()
                : Duration.ofMillis(entry.timeoutMillis());
    }
}
