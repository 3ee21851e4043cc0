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
    /** A worker without a task for so long may have none for longer. */
    private static final long REST_NANOS = 1_000_000_000L;
    /** A reader that has been giving one frame to its receivers for longer stands still. */
    private static final long STILL_NANOS = 20_000_000;

    /** A worker that has not begun what it has got for so long may have been stopped. */
    private static final long UNBEGUN_NANOS = 100_000_000;

    private final PoolSettings settings;
    private final TimeLimits times;
    private final boolean lenient;
    private final long now = System.nanoTime();
    private boolean severalWorkers;
    private Wear wear;
    private int evictableAtMost;

    final List<Overdue> overdue = new ArrayList<>();
    final List<WorkerHandle> evictable = new ArrayList<>();
    final List<WorkerHandle> resting = new ArrayList<>();
    final List<WorkerHandle> holdingUp = new ArrayList<>();
    /** Workers that have a class to initialise before they can begin what they have got. */
    final List<WorkerHandle> preparing = new ArrayList<>();
    /** Workers that should have begun what they have got. */
    final List<WorkerHandle> unbegun = new ArrayList<>();
    /** Workers whose long task keeps the outcomes of those before it from being sent. */
    final List<WorkerHandle> withheld = new ArrayList<>();
    final List<WorkerHandle> standingStill = new ArrayList<>();
    final List<WorkerHandle> wornOut = new ArrayList<>();
    /** What is to be told about running tasks. */
    final List<Runnable> progress = new ArrayList<>();
    /** Whether something has waited in the queue since before {@link #latestQueuedAt}. */
    boolean someWaitedTooLong;
    long latestQueuedAt;
    /** Whether it is time to try if a worker can be started again. */
    boolean probe;

    /** A worker that has to be killed; for a task that takes too long, only if it is still running the one with that number. */
    record Overdue(WorkerHandle worker, WorkerState state, Verdict verdict, long sequence) {
    }

    /** @param lenient whether nothing is overdue this time */
    WatchRound(PoolSettings settings, boolean lenient) {
        this.settings = settings;
        this.times = settings.times();
        this.lenient = lenient;
    }

    /** @return nanoseconds until something will be due, or -1 if some worker needs to be watched closely */
    long over(Roster roster, PoolState state) {
        wear = roster.wear;
        severalWorkers = roster.size() > 1;
        evictableAtMost = roster.strength() - roster.least();
        boolean someIdle = isSomeIdle(roster.all());
        long next = Math.min(queue(state.queue), start(state));
        for (WorkerHandle worker : roster.all()) {
            switch (worker.state()) {
                case LAUNCHING -> next = bounded(worker, times.start(), next);
                case STOPPING -> next = bounded(worker, times.shutdown(), next);
                case IDLE -> next = Math.min(next, idle(worker));
                case BUSY -> {
                    busy(worker, someIdle);
                    next = -1;
                }
                case DEAD -> {
                }
            }
            if (worker.takesTasks() && worker.successor == null && wear.hasLimits() && wear.needsReplacement(worker, now)) {
                wornOut.add(worker);
            }
            if (worker.reader != null && worker.reader.standsStill(now, STILL_NANOS)) {
                standingStill.add(worker);
            }
        }
        return next;
    }

    private long queue(TicketQueue queue) {
        Ticket first = times.queue().isZero() || lenient ? null : queue.peek();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        latestQueuedAt = now - times.queue().toNanos();
        someWaitedTooLong = first.queuedAt - latestQueuedAt < 0;
        return Math.max(0, first.queuedAt - latestQueuedAt);
    }

    private long start(PoolState state) {
        if (!state.isOpen() || !state.isDown()) {
            return Long.MAX_VALUE;
        }
        long left = state.starts.pauseLeft(now);
        probe = left == 0;
        return Math.max(1, left);
    }

    private static boolean isSomeIdle(List<WorkerHandle> workers) {
        for (WorkerHandle worker : workers) {
            if (worker.flights.isEmpty() && worker.takesTasks()) {
                return true;
            }
        }
        return false;
    }

    private long bounded(WorkerHandle worker, Duration limit, long next) {
        long left = limit.toNanos() - (now - worker.since);
        if (left <= 0) {
            overdue(worker, tooSlow(worker), worker.seenStarted);
        }
        return next < 0 ? next : Math.min(next, Math.max(left, 0));
    }

    /** Made only when it is needed: the text of a duration costs a process that starts 20 ms. */
    private Verdict tooSlow(WorkerHandle worker) {
        return switch (worker.state()) {
            case LAUNCHING -> worker.isInitialising() ? Verdict.TimeLimit.notInitialised(times.start())
                    : Verdict.TimeLimit.notReady(times.start());
            case STOPPING -> Verdict.TimeLimit.stopping(times.shutdown());
            default -> Verdict.TimeLimit.unresponsive(times.start());
        };
    }

    private void overdue(WorkerHandle worker, Verdict verdict, long sequence) {
        if (!lenient) {
            overdue.add(new Overdue(worker, worker.state(), verdict, sequence));
        }
    }

    private long idle(WorkerHandle worker) {
        long left = Long.MAX_VALUE;
        if (!settings.recycling().idle().isZero() && worker.replaces == null && !worker.isSpare
                && evictable.size() < evictableAtMost) {
            left = settings.recycling().idle().toNanos() - (now - worker.since);
            if (left <= 0) {
                evictable.add(worker);
            }
        }
        if (!settings.recycling().maxAge().isZero() && worker.successor == null) {
            left = Math.min(left, settings.recycling().maxAge().toNanos() - (now - worker.launchedAt));
        }
        return Math.max(Math.min(left, rest(worker)), 0);
    }

    private long rest(WorkerHandle worker) {
        if (worker.restsSince == worker.since || worker.tasksDone() == 0) {
            return Long.MAX_VALUE;
        }
        long left = REST_NANOS - (now - worker.since);
        if (left <= 0) {
            resting.add(worker);
        }
        return left;
    }

    private void busy(WorkerHandle worker, boolean someIdle) {
        Flight head = worker.flights.first();
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
            bounded(worker, times.start(), 0);
            if (someIdle && now - worker.since > LONG_NANOS && worker.isPreparing()) {
                preparing.add(worker);
            }
            if (!lenient && now - worker.since > UNBEGUN_NANOS && worker.firstLive() != null) {
                unbegun.add(worker);
            }
            return;
        }
        if (running == null || running.isVoid()) {
            return;
        }
        listen(worker, running, begun);
        long elapsed = now - worker.since;
        timeLimits(worker, running, begun, running.ticket.receiver.countedNanos(worker, now, elapsed));
        boolean tooLong = elapsed > LONG_NANOS;
        if (tooLong) {
            running.ticket.pace.sawAtLeast(elapsed);
            if (running != head || running.nextSequence() < begun) {
                withheld.add(worker);
            }
        }
        if (severalWorkers && hasMore(worker, head) && (tooLong || someIdle && worker.expectedNanos() > LONG_NANOS)) {
            holdingUp.add(worker);
        }
    }

    private void timeLimits(WorkerHandle worker, Flight running, long begun, long elapsed) {
        if (worker.cancelling() != 0 && now - worker.cancelDeadline > 0) {
            overdue(worker, new Verdict.TaskCancelled(), begun);
            return;
        }
        Duration limit = taskTimeout(running.ticket.entry);
        if (!limit.isZero() && elapsed > limit.toNanos()) {
            overdue(worker, Verdict.TimeLimit.task(limit), begun);
            return;
        }
        Duration silence = times.progress();
        if (!silence.isZero() && Math.min(elapsed, now - worker.progressAt) > silence.toNanos()) {
            overdue(worker, Verdict.TimeLimit.progress(silence), begun);
        }
    }

    /** Passes on what the task says of its progress. */
    private void listen(WorkerHandle worker, Flight running, long begun) {
        long version = worker.page.progressVersion();
        if (version == worker.seenProgress) {
            return;
        }
        long[] said = worker.page.progress();
        if (said == null) {
            return; // it is speaking at this moment; the next look sees it
        }
        worker.seenProgress = version;
        if (said[0] == begun) {
            worker.progressAt = now;
            Ticket ticket = running.ticket;
            int index = ticket.firstIndex + (int) (begun - running.firstSequence);
            progress.add(() -> ticket.receiver.progress(index, said[1], said[2]));
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

    private Duration taskTimeout(EntryPoint<?, ?> entry) {
        return times.taskWins() || entry.timeoutMillis() == 0 ? times.task() : Duration.ofMillis(entry.timeoutMillis());
    }
}
