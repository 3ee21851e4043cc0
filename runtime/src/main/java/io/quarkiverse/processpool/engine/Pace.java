package io.quarkiverse.processpool.engine;

/** Parent side: how long the tasks of one entry point take, as far as it has been seen. Guarded by the pool's lock. */
final class Pace {

    private static final double WEIGHT = 0.3;

    private double nanos = -1;

    /** So many tasks took so long together. */
    void saw(long totalNanos, int count) {
        double each = (double) Math.max(totalNanos, 1) / count;
        nanos = nanos < 0 ? each : nanos + WEIGHT * (each - nanos);
    }

    /** A task is still running after that time. */
    void sawAtLeast(long elapsedNanos) {
        nanos = Math.max(nanos, elapsedNanos);
    }

    boolean isKnown() {
        return nanos >= 0;
    }

    /** Expected nanoseconds of that many tasks; only if {@linkplain #isKnown() known}. */
    double of(int count) {
        return nanos * count;
    }
}
