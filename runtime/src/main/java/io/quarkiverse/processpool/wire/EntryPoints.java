package io.quarkiverse.processpool.wire;

/** Worker side: the entry points of one class with marked methods. The generated {@code XWorker} is one. */
public interface EntryPoints {

    /** The entry point with that {@linkplain EntryPoint#signature() signature}, or null if there is none. */
    EntryPoint<?, ?> entryPoint(String signature);
}
