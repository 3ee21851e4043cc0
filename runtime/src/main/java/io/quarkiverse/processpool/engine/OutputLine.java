package io.quarkiverse.processpool.engine;

/**
 * Parent side: a line that a worker has written.
 *
 * @param begun the sequence number of the last task that had begun when it was read; those that began later did not write it
 */
record OutputLine(long begun, String text) {
}
