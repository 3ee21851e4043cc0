package io.quarkiverse.processpool.engine;

import java.time.Duration;

/**
 * Parent side: how often a task runs that kills its workers.
 *
 * @param maxRetries lowers what methods say of themselves; it never raises it
 * @param quarantine how long a task is refused that has killed its workers as often as it may; zero is not at all
 */
public record Repetition(int maxRetries, Duration quarantine) {
}
