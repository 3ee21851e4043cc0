package io.quarkiverse.processpool.runtime;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.Tracked;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Sends each task to the pool of its method: what {@code @Inject ProcessPool} gives.
 * <p>
 * A call for many items goes to the pool of its first task. That pool refuses a task of another one, because results
 * in order and chunks are the work of one pool.
 */
final class RoutingPool extends PoolFace {

    private final ApplicationPools pools;
    private final Contexts contexts;
    private final int chunkSize;

    RoutingPool(ApplicationPools pools, Contexts contexts, Executor executor) {
        this(pools, contexts, executor, 0);
    }

    /** @param chunkSize tasks in one message, or 0 if the pool chooses */
    private RoutingPool(ApplicationPools pools, Contexts contexts, Executor executor, int chunkSize) {
        super(executor);
        this.pools = pools;
        this.contexts = contexts;
        this.chunkSize = chunkSize;
    }

    @Override
    RoutingPool chunked(int size) {
        return new RoutingPool(pools, contexts, executor(), size);
    }

    private MutinyPool poolOf(Task<?> first) {
        MutinyPool pool = pools.poolOf(first);
        return chunkSize == 0 ? pool : pool.chunked(chunkSize);
    }

    @Override
    public <R> Uni<R> apply(Task<R> task) {
        return pools.poolOf(task).apply(task);
    }

    @Override
    public <R> CompletionStage<R> applyAsync(Task<R> task) {
        return pools.poolOf(task).applyAsync(task);
    }

    @Override
    public <A, R> Uni<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        return Uni.createFrom().deferred(() -> {
            Iterator<? extends A> iterator = items.iterator();
            if (!iterator.hasNext()) {
                return Uni.createFrom().item(List.of());
            }
            Task<R> first = first(task, iterator);
            return poolOf(first).map(Supplier::get, tasks(first, task, iterator));
        });
    }

    @Override
    public <A, R> CompletionStage<List<R>> mapAsync(Function<? super A, ? extends Task<R>> task,
            Iterable<? extends A> items) {
        require(task, items);
        Iterator<? extends A> iterator = items.iterator();
        if (!iterator.hasNext()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Task<R> first = first(task, iterator);
        return poolOf(first).mapAsync(Supplier::get, tasks(first, task, iterator));
    }

    @Override
    public <R> Tracked<R> track(Task<R> task) {
        return pools.poolOf(task).track(task);
    }

    @Override
    public <A, R> Tracked<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        Iterator<? extends A> iterator = items.iterator();
        if (!iterator.hasNext()) {
            return new TrackedCall<>(TrackedCall.done(List.of()), CompletableFuture.completedFuture(List.of()), contexts,
                    executor());
        }
        Task<R> first = first(task, iterator);
        return poolOf(first).trackMap(Supplier::get, tasks(first, task, iterator));
    }

    @Override
    public <R> Multi<R> stream(StreamTask<R> task) {
        return pools.poolOf(Objects.requireNonNull(task, "task").entryPoint()).stream(task);
    }

    @Override
    <A, R> Multi<R> multi(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            boolean ordered) {
        return OnContext.multi(contexts, () -> new RoutedStream<A, R>(task, items,
                (first, tasks) -> poolOf(first).stream(Supplier::get, tasks, ordered)));
    }

    private static <A, R> Task<R> first(Function<? super A, ? extends Task<R>> task, Iterator<? extends A> items) {
        A item = items.next();
        return made(task.apply(item), item);
    }

    /** The first task, which is there already, and then one for each further item: to be read once. */
    private static <A, R> Iterable<Supplier<Task<R>>> tasks(Task<R> first, Function<? super A, ? extends Task<R>> task,
            Iterator<? extends A> rest) {
        return () -> new Iterator<>() {

            private Task<R> next = first;

            @Override
            public boolean hasNext() {
                return next != null || rest.hasNext();
            }

            @Override
            public Supplier<Task<R>> next() {
                if (next != null) {
                    Task<R> task = next;
                    next = null;
                    return () -> task;
                }
                A item = rest.next();
                return () -> made(task.apply(item), item);
            }
        };
    }
}
