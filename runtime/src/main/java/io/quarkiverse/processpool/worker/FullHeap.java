package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.ExitCode;

/**
 * Worker side: the end of a process in which a task keeps what it has filled the heap with. Nothing that allocates works any
 * more then, the loading of a class included.
 */
final class FullHeap {

    private static final int CODE = ExitCode.HEAP_EXHAUSTED.code();

    private FullHeap() {
    }

    /** Loads what {@link #end} needs, while there is memory for it. */
    static void prepare() {
        // done by the call
    }

    /** Ends the process at once, without a word. */
    static void end() {
        Runtime.getRuntime().halt(CODE);
    }
}
