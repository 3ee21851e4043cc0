/**
 * Parent side: pools, their queues and their workers, without a container.
 * {@link io.quarkiverse.processpool.engine.WorkerPool} is the way in;
 * {@link io.quarkiverse.processpool.engine.Dispatcher} decides which task goes to which worker and holds the only
 * lock; {@link io.quarkiverse.processpool.engine.WorkerHandle} is what the parent knows of one worker process.
 */
package io.quarkiverse.processpool.engine;
