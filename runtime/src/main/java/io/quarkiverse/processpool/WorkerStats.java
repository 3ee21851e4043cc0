package io.quarkiverse.processpool;

import java.time.Duration;

/**
 * What a worker was doing at one moment.
 *
 * @param name the pool and the number of the worker, such as {@code images-3}; numbers are not used again
 * @param pid the process id, or -1 while the process is being started
 * @param state where it is in its life
 * @param tasksDone tasks that it has answered
 * @param age since it was launched
 * @param residentBytes resident memory of the process, or -1 where the system does not say
 */
public record WorkerStats(String name, long pid, WorkerState state, long tasksDone, Duration age, long residentBytes) {
}
