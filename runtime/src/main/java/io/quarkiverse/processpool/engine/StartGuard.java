package io.quarkiverse.processpool.engine;

import java.time.Duration;

/**
 * Parent side: keeps a pool from starting one worker after the other that ends before it has served. After some in a row
 * it pauses, longer each time; then one worker is tried, and if that serves, all is well again. Guarded by the pool's lock.
 */
final class StartGuard {

    /** Workers in a row that have not served, until there is a pause. */
    static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

    private int failed;
    private long pauseNanos;
    private long notBefore;
    private Death last;

    /** A worker has answered. */
    void served() {
        if (failed > 0) {
            failed = 0;
            pauseNanos = 0;
            last = null;
        }
    }

    /** A worker is ready. That is good news after a pause; whether it serves is still to be seen. */
    void recovered() {
        failed = Math.min(failed, ATTEMPTS - 1);
    }

    /** A worker has ended before it had served. */
    void failed(Death death) {
        failed++;
        last = death;
        if (failed >= ATTEMPTS) {
            pauseNanos = pauseNanos == 0 ? FIRST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
            notBefore = System.nanoTime() + pauseNanos;
        }
    }

    /** Whether so many have failed that only one may be tried at a time, after a pause. */
    boolean isFailing() {
        return failed >= ATTEMPTS;
    }

    /** How long no worker is to be started, 0 if one may be started now. */
    long pauseLeft(long now) {
        return isFailing() ? Math.max(0, notBefore - now) : 0;
    }

    Duration pause() {
        return Duration.ofNanos(pauseNanos);
    }

    int failedInARow() {
        return failed;
    }

    /** The last of them. */
    Death last() {
        return last;
    }

    /** The main class of the last of them. */
    String mainClass() {
        return last.command().mainClass();
    }
}
