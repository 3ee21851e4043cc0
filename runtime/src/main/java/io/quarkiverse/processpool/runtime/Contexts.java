package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Executor;

/** Where the results of a call are to arrive. */
interface Contexts {

    /** For an application without Vert.x. */
    Contexts NONE = () -> null;

    /** Runs things on the context of this thread, in the order in which they are given; null if this thread has none. */
    Executor current();
}
