package io.quarkiverse.processpool.engine;

/**
 * Parent side: when a worker has served for long enough. Its replacement is started before that, so early that it should be
 * warm by then.
 */
final class Wear {

    /** A start takes as long as the one before it, or half as long again. */
    private static final double MARGIN = 1.5;
    private static final long GUESSED_START_NANOS = 200_000_000;

    private final Recycling limits;
    private long startNanos = GUESSED_START_NANOS;

    Wear(Recycling limits) {
        this.limits = limits;
    }

    /** So long has a worker taken from its launch until it was ready. */
    void sawStart(long nanos) {
        startNanos = nanos;
    }

    /** Whether it may get no more tasks. */
    boolean isUsedUp(WorkerHandle worker) {
        return worker.isRetired() || limits.maxTasks() > 0 && worker.assigned >= limits.maxTasks()
                || limits.rss() > 0 && worker.resident >= limits.rss() && worker.tasksDone() > 0;
    }

    /** How many more tasks it may be given. */
    int roomBeforeReplacement(WorkerHandle worker) {
        return limits.maxTasks() == 0 ? Integer.MAX_VALUE : (int) (limits.maxTasks() - worker.assigned);
    }

    /** Whether it is time to start the one that will take its place. */
    boolean needsReplacement(WorkerHandle worker, long now) {
        if (limits.maxAge().toNanos() > 0 && now - worker.launchedAt >= limits.maxAge().toNanos() || isUsedUp(worker)) {
            return true;
        }
        long done = worker.tasksDone();
        if (done == 0 || limits.maxTasks() == 0 && limits.rss() == 0) {
            return false;
        }
        double nanosPerTask = (double) (now - worker.firstTaskAt) / done;
        return Math.min(tasksLeft(worker), tasksUntilFull(worker, done)) * nanosPerTask <= MARGIN * startNanos;
    }

    private double tasksLeft(WorkerHandle worker) {
        return limits.maxTasks() == 0 ? Double.MAX_VALUE : limits.maxTasks() - worker.assigned;
    }

    private double tasksUntilFull(WorkerHandle worker, long done) {
        long grown = worker.resident - worker.residentAtFirst;
        return limits.rss() == 0 || grown <= 0 ? Double.MAX_VALUE
                : (double) (limits.rss() - worker.resident) / grown * done;
    }

    /** Whether the worker leaves as soon as its replacement is there, and not only when it is used up. */
    boolean leavesWhenReplaced(WorkerHandle worker, long now) {
        return limits.rss() > 0 || limits.maxAge().toNanos() > 0 && now - worker.launchedAt >= limits.maxAge().toNanos();
    }

    /** Whether memory is over the limit of a worker that has done nothing yet. */
    boolean isBornTooLarge(WorkerHandle worker) {
        return limits.rss() > 0 && worker.resident >= limits.rss() && worker.tasksDone() == 0;
    }

    boolean watchesMemory() {
        return limits.rss() > 0;
    }

    boolean hasLimits() {
        return limits.rss() > 0 || limits.maxTasks() > 0 || !limits.maxAge().isZero();
    }
}
