package io.quarkiverse.processpool.runtime;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolMaker;
import io.quarkiverse.processpool.engine.InPlacePool;
import io.quarkiverse.processpool.engine.PoolBuilder;
import io.quarkiverse.processpool.engine.TaskPool;
import io.quarkiverse.processpool.engine.WorkerPool;

/** Makes pools by code: with the class path, the threads and the life time of the application while one runs, else plain. */
public final class CodePools implements PoolMaker {

    private record Application(Supplier<List<Path>> classPath, Contexts contexts, Executor executor) {
    }

    /** Weak, so that a pool which nobody has closed and nobody can reach is found to be abandoned here too. */
    private static final Set<TaskPool> OF_APPLICATION = Collections.newSetFromMap(new WeakHashMap<>());
    /** Guarded by the set of its pools. */
    private static Application application;

    /** An application has started. */
    static void started(Supplier<List<Path>> classPath, Contexts contexts, Executor executor) {
        synchronized (OF_APPLICATION) {
            application = new Application(classPath, contexts, executor);
        }
    }

    /** It stops; pools that code has made and not closed end with it. */
    static void stopped() {
        List<TaskPool> open;
        synchronized (OF_APPLICATION) {
            application = null;
            open = List.copyOf(OF_APPLICATION);
            OF_APPLICATION.clear();
        }
        ApplicationPools.endNow(open);
    }

    private static Application running() {
        synchronized (OF_APPLICATION) {
            return application;
        }
    }

    @Override
    public OwnedPool make(String name, UnaryOperator<PoolBuilder> settings) {
        Application running = running();
        PoolBuilder builder = WorkerPool.builder(name);
        if (running != null) {
            builder.classPath(running.classPath().get()).callbackExecutor(running.executor())
                    .properties(new WorkerProperties());
        }
        TaskPool pool = pool(name, Objects.requireNonNull(settings.apply(builder), "settings has returned null"));
        if (running == null) {
            return new MutinyPool(pool, Contexts.NONE, PlainThreads.EXECUTOR, true);
        }
        belongTo(running, pool);
        return new MutinyPool(pool, running.contexts(), running.executor(), true);
    }

    private static TaskPool pool(String name, PoolBuilder builder) {
        builder.settings(); // checks them, also where they mean nothing
        return builder.mayHaveProcesses() ? builder.build() : new InPlacePool(name, Runnable::run);
    }

    private static void belongTo(Application running, TaskPool pool) {
        synchronized (OF_APPLICATION) {
            if (application == running) {
                OF_APPLICATION.removeIf(CodePools::isOver);
                OF_APPLICATION.add(pool);
                return;
            }
        }
        pool.terminate();
        throw new IllegalStateException("The pool '" + pool.name() + "' is not made, because the application stops");
    }

    private static boolean isOver(TaskPool pool) {
        return pool.stats().health() == PoolHealth.CLOSED && pool.stats().workers().isEmpty();
    }
}
