package io.quarkiverse.processpool.engine;

import java.time.Duration;

/**
 * Parent side: how long things may take in a pool; zero is no limit where that is not excluded.
 *
 * @param task one run of a task, where its method does not say it
 * @param taskWins whether {@code task} goes for methods too that say another one
 * @param progress between two words of progress of a running task, the first counted from its start
 * @param queue from the submission of a task until a worker takes it
 * @param cancelGrace what a running task has to end by itself after it was cancelled; zero kills at once
 * @param start from the launch of a worker until it is ready; more than zero
 * @param shutdown what a worker that was told to stop may take before it is killed; zero kills at once
 * @param reading what the result of one task may take to be read in this process
 */
public record TimeLimits(Duration task, boolean taskWins, Duration progress, Duration queue, Duration cancelGrace,
        Duration start, Duration shutdown, Duration reading) {
}
