package io.quarkiverse.processpool.runtime;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.engine.PoolBounds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Functions.Function3;
import io.smallrye.mutiny.tuples.Tuple3;

/** The methods of a pool that are others in another form. */
abstract class PoolFace implements ProcessPool {

    private final Executor executor;

    /** @param executor reads items that may block */
    PoolFace(Executor executor) {
        this.executor = executor;
    }

    final Executor executor() {
        return executor;
    }

    static void require(Object function, Object items) {
        Objects.requireNonNull(function, "task");
        Objects.requireNonNull(items, "items");
    }

    /** What a function of the application has made of an item. */
    static <T extends Task<?>> T made(T task, Object item) {
        return Objects.requireNonNull(task, () -> "the function made no task of " + item);
    }

    /** @param chunkSize checked */
    abstract ProcessPool chunked(int chunkSize);

    abstract <A, R> Multi<R> multi(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            boolean ordered);

    @Override
    public final ProcessPool inChunksOf(int tasks) {
        return chunked(PoolBounds.checkChunkSize(tasks));
    }

    @Override
    public <A, B, R> Uni<List<R>> starmap(BiFunction<? super A, ? super B, ? extends Task<R>> task,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
        require(task, items);
        return map(Arguments.two(task), items);
    }

    @Override
    public <A, B, C, R> Uni<List<R>> starmap(Function3<? super A, ? super B, ? super C, ? extends Task<R>> task,
            Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> items) {
        require(task, items);
        return map(Arguments.three(task), items);
    }

    @Override
    public <A, B, R> CompletionStage<List<R>> starmapAsync(BiFunction<? super A, ? super B, ? extends Task<R>> task,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
        require(task, items);
        return mapAsync(Arguments.two(task), items);
    }

    @Override
    public <A, B, C, R> CompletionStage<List<R>> starmapAsync(
            Function3<? super A, ? super B, ? super C, ? extends Task<R>> task,
            Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> items) {
        require(task, items);
        return mapAsync(Arguments.three(task), items);
    }

    @Override
    public <A, R> Multi<R> imap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        return multi(task, new IterablePublisher<>(items, executor), true);
    }

    @Override
    public <A, R> Multi<R> imap(Function<? super A, ? extends Task<R>> task, Multi<? extends A> items) {
        require(task, items);
        return multi(task, items, true);
    }

    @Override
    public <A, R> Multi<R> imapUnordered(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        require(task, items);
        return multi(task, new IterablePublisher<>(items, executor), false);
    }

    @Override
    public <A, R> Multi<R> imapUnordered(Function<? super A, ? extends Task<R>> task, Multi<? extends A> items) {
        require(task, items);
        return multi(task, items, false);
    }
}
