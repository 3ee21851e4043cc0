package io.quarkiverse.processpool.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Makes pools by code: with the class path, the threads and the life time of the application while one runs, else plain. */
public final class CodePools implements PoolMaker {

    private record Application(Supplier<List<Path>> classPath, Contexts contexts, Executor executor) {
    }

    private static volatile Application application;
    private static final Set<TaskPool> OF_APPLICATION = ConcurrentHashMap.newKeySet();

    /** An application has started. */
    static void started(Supplier<List<Path>> classPath, Contexts contexts, Executor executor) {
        application = new Application(classPath, contexts, executor);
    }

    /** It stops; pools that code has made and not closed end with it. */
    static void stopped() {
        application = null;
        OF_APPLICATION.forEach(TaskPool::terminate);
        OF_APPLICATION.clear();
    }

    @Override
    public OwnedPool make(String name, UnaryOperator<PoolBuilder> settings) {
        Application running = application;
        PoolBuilder builder = WorkerPool.builder(name);
        if (running != null) {
            builder.classPath(running.classPath().get()).callbackExecutor(running.executor());
        }
        PoolBuilder set = settings.apply(builder);
        TaskPool pool = set.mayHaveProcesses() ? set.build() : new InPlacePool(name, Runnable::run);
        if (running == null) {
            return new MutinyPool(pool, Contexts.NONE, Infrastructure.getDefaultExecutor(), true);
        }
        OF_APPLICATION.removeIf(CodePools::isOver);
        OF_APPLICATION.add(pool);
        return new MutinyPool(pool, running.contexts(), running.executor(), true);
    }

    private static boolean isOver(TaskPool pool) {
        return pool.stats().health() == PoolHealth.CLOSED && pool.stats().workers().isEmpty();
    }
}
