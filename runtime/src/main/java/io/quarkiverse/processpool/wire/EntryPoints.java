package io.quarkiverse.processpool.wire;

/**
 * Worker side: one class with marked methods: its entry points, and what it does before and after them. The generated
 * {@code XWorker} is one. In the parent, only a pool that runs tasks in place makes one.
 */
public interface EntryPoints {

    /** The entry point with that {@linkplain EntryPoint#signature() signature}, or null if there is none. */
    EntryPoint<?, ?> entryPoint(String signature);

    /** Calls the {@code @WorkerInit} methods of the class, in the order of its source, until one throws. */
    default void init() throws Exception {
    }

    /** Calls the {@code @WorkerExit} methods of the class, in the order of its source, all of them. */
    default void exit() throws Exception {
    }
}
