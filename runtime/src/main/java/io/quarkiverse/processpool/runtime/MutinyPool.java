package io.quarkiverse.processpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.Tracked;
import io.quarkiverse.processpool.engine.Call;
import io.quarkiverse.processpool.engine.ImapOptions;
import io.quarkiverse.processpool.engine.TaskPool;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One pool of the engine, with Mutiny's types and with results on the caller's context.
 * <p>
 * The caller's context is that of the thread which subscribes, or which calls an {@code …Async} method. The items of
 * {@code imap} are read on the application's executor, so an iterable that blocks holds no event loop; {@code map}
 * begins to read on the calling thread.
 */
final class MutinyPool extends PoolFace implements OwnedPool {

    private final TaskPool pool;
    private final Contexts contexts;
    private final boolean takesAll;
    private final int chunkSize;

    /** @param takesAll whether it takes tasks that name another pool */
    MutinyPool(TaskPool pool, Contexts contexts, Executor executor, boolean takesAll) {
        this(pool, contexts, executor, takesAll, 0);
    }

    /** @param chunkSize tasks in one message, or 0 if the pool chooses */
    private MutinyPool(TaskPool pool, Contexts contexts, Executor executor, boolean takesAll, int chunkSize) {
        super(executor);
        this.pool = pool;
        this.contexts = contexts;
        this.takesAll = takesAll;
        this.chunkSize = chunkSize;
    }

    @Override
    MutinyPool chunked(int size) {
        return new MutinyPool(pool, contexts, executor(), takesAll, size);
    }

    @Override
    public <R> Uni<R> apply(Task<R> task) {
        Task<R> own = own(task);
        return uni(() -> pool.submit(own));
    }

    @Override
    public <R> CompletionStage<R> applyAsync(Task<R> task) {
        return stage(pool.submit(own(task)));
    }

    @Override
    public <A, R> Uni<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        return uni(() -> start(task, items).future());
    }

    private <A, R> Call<List<R>> start(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        return chunkSize == 0 ? pool.trackMap(own(task), items) : pool.trackMap(own(task), items, chunkSize);
    }

    @Override
    public <A, R> CompletionStage<List<R>> mapAsync(Function<? super A, ? extends Task<R>> task,
            Iterable<? extends A> items) {
        require(task, items);
        return stage(start(task, items).future());
    }

    @Override
    public <R> Tracked<R> track(Task<R> task) {
        return tracked(pool.track(own(task)));
    }

    @Override
    public <A, R> Tracked<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        return tracked(start(task, items));
    }

    private <R> Tracked<R> tracked(Call<R> call) {
        return new TrackedCall<>(call, stage(call.future()), contexts, executor());
    }

    @Override
    public <R> Multi<R> stream(StreamTask<R> task) {
        requireOwn(Objects.requireNonNull(task, "task").entryPoint());
        return OnContext.multi(contexts, () -> pool.publisher(task));
    }

    @Override
    <A, R> Multi<R> multi(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items, boolean ordered) {
        return OnContext.multi(contexts, () -> stream(task, items, ordered));
    }

    /** {@link #multi} without the way back to the caller's context, for {@link RoutingPool}. */
    <A, R> Flow.Publisher<R> stream(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            boolean ordered) {
        return pool.imap(own(task), items, new ImapOptions(ordered, chunkSize, 0));
    }

    private <R> Uni<R> uni(Supplier<CompletableFuture<R>> submission) {
        return Uni.createFrom().emitter(emitter -> {
            Executor context = contexts.current();
            CompletableFuture<R> future = submission.get();
            emitter.onTermination(() -> future.cancel(true));
            future.whenComplete((result, failure) -> {
                Runnable emission = failure == null ? () -> emitter.complete(result) : () -> emitter.fail(cause(failure));
                if (context == null) {
                    emission.run();
                } else {
                    OnContext.run(context, emission);
                }
            });
        });
    }

    private <R> CompletionStage<R> stage(CompletableFuture<R> future) {
        Executor context = contexts.current();
        if (context == null) {
            return future;
        }
        CompletableFuture<R> onContext = new CompletableFuture<>();
        future.whenComplete((result, failure) -> OnContext.run(context, () -> {
            if (failure == null) {
                onContext.complete(result);
            } else {
                onContext.completeExceptionally(cause(failure));
            }
        }));
        onContext.whenComplete((result, failure) -> {
            if (onContext.isCancelled()) {
                future.cancel(true);
            }
        });
        return onContext;
    }

    private <A, R> Function<A, Task<R>> own(Function<? super A, ? extends Task<R>> task) {
        return item -> own(made(task.apply(item), item));
    }

    private <R> Task<R> own(Task<R> task) {
        requireOwn(Objects.requireNonNull(task, "task").entryPoint());
        return task;
    }

    private void requireOwn(EntryPoint<?, ?> entry) {
        String owner = entry.pool();
        if (!takesAll && !owner.equals(pool.name())) {
            throw new IllegalArgumentException("The task " + entry + " belongs to the pool '" + owner
                    + "' and cannot run in the pool '" + pool.name() + "'. Inject @PoolName(\"" + owner
                    + "\") ProcessPool, or a ProcessPool without a name, which finds the pool of each task");
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public PoolStats stats() {
        return pool.stats();
    }

    @Override
    public void resize(int workers) {
        pool.resize(workers);
    }

    @Override
    public void shrink() {
        pool.shrink();
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public void terminate() {
        pool.terminate();
    }

    @Override
    public void join() throws InterruptedException {
        pool.join();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return pool.join(Objects.requireNonNull(timeout, "timeout"));
    }
}
