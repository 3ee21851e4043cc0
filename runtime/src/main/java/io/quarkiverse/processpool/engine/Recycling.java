package io.quarkiverse.processpool.engine;

import java.time.Duration;

/**
 * Parent side: when a worker is ended to be replaced, or because there is nothing to do; zero is never.
 *
 * @param maxTasks after so many tasks
 * @param maxAge so long after its launch
 * @param rss when its process has so many bytes resident after a task
 * @param idle after so long without a task, and without a replacement
 */
public record Recycling(int maxTasks, Duration maxAge, long rss, Duration idle) {
}
