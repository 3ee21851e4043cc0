package io.quarkiverse.processpool;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.quarkiverse.processpool.engine.PoolBuilder;

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

    /**
     * Changes how many workers the pool of that name may have, while it runs. What is more ends after what it is doing; what is
     * less comes with the next tasks.
     *
     * @throws IllegalArgumentException if there is no such pool, or if it is not 1 to 1,024
     */
    void resize(String name, int workers);

    /**
     * Ends the workers of that pool which have nothing to do, and so gives their memory back to the system. Returns at once.
     *
     * @throws IllegalArgumentException if there is none
     */
    void shrink(String name);

    /** What all pools are doing now, sorted by name. */
    List<PoolStats> stats();

    /**
     * Makes a pool by code, with or without an application around it: Python's {@code Pool(…)}. It belongs to the one who made
     * it; a pool that is still open when a Quarkus application stops is terminated. In a worker it runs its tasks on the
     * calling thread, unless {@link PoolBuilder#nesting(int)} allows processes there.
     *
     * <pre>
     * try (OwnedPool pool = ProcessPools.create("squares", settings -&gt; settings.workers(3).heap("256m"))) {
     *     pool.mapAsync(SquaresTasks::square, numbers).thenAccept(System.out::println);
     * }
     * </pre>
     *
     * @param name for logs and errors: at most 64 letters, digits, '.', '_' and '-', with a letter or a digit first
     * @param settings what is not said has the same default as in the configuration
     * @throws IllegalArgumentException if the name or a setting is out of its range
     */
    static OwnedPool create(String name, UnaryOperator<PoolBuilder> settings) {
        return PoolMaker.find().make(Objects.requireNonNull(name, "name"), Objects.requireNonNull(settings, "settings"));
    }
}
