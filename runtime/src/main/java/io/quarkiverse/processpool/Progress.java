package io.quarkiverse.processpool;

import java.time.Duration;

/**
 * How far a call has come: of a {@code map} in tasks, of a single task in the units of its
 * {@link TaskContext#progress(long, long) own words}.
 *
 * @param done tasks that have an outcome, or what the task said
 * @param total of how many; 0 if that is not known
 * @param failed how many of them failed
 * @param elapsed since the call was submitted
 */
public record Progress(long done, long total, long failed, Duration elapsed) {

    /** How much is done in a second, on the average since the call was submitted. */
    public double perSecond() {
        return done == 0 ? 0 : done * 1e9 / Math.max(1, elapsed.toNanos());
    }
}
