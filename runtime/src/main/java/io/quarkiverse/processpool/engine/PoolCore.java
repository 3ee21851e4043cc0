package io.quarkiverse.processpool.engine;

import java.util.concurrent.Executor;

/**
 * Parent side: what the calls of one pool share.
 *
 * @param callbacks runs what is attached to futures
 * @param threads runs what may wait
 */
record PoolCore(PoolSettings settings, Dispatcher dispatcher, Ticketing ticketing, PoolThreads threads, Executor callbacks) {
}
