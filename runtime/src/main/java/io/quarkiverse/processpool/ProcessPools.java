package io.quarkiverse.processpool;

import java.util.List;
import java.util.Set;

/** All pools of the application: {@code @Inject ProcessPools pools}. Can be used from any thread; nothing here blocks. */
public interface ProcessPools {

    /** The names of the pools, sorted. */
    Set<String> names();

    /**
     * The pool of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    ProcessPool pool(String name);

    /**
     * What the pool of that name is doing now.
     *
     * @throws IllegalArgumentException if there is none
     */
    PoolStats stats(String name);

    /** What all pools are doing now, sorted by name. */
    List<PoolStats> stats();
}
