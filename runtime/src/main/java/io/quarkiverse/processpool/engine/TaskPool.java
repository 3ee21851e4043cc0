package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.Task;

/**
 * Parent side: a pool without a container. {@link WorkerPool} runs tasks in worker processes, {@link InPlacePool} in this one.
 * <p>
 * All methods can be called from any thread, and only {@link #join()} and {@link #apply} block.
 */
public interface TaskPool extends AutoCloseable {

    String name();

    /**
     * Submits a task now. Cancelling the future cancels the task. What is attached to the future before it is complete runs on
     * the callback executor of the pool.
     *
     * @return fails with {@link io.quarkiverse.processpool.TaskRejectedException} if the queue is full
     * @throws IllegalStateException after {@link #close()} or {@link #terminate()}
     */
    <R> CompletableFuture<R> submit(Task<R> task);

    /** {@link #submit} whose progress can be looked at. */
    <R> Call<R> track(Task<R> task);

    /** {@link #map(Function, Iterable)} whose progress can be looked at. */
    <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /** {@link #map(Function, Iterable, int)} whose progress can be looked at. */
    <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items, int chunkSize);

    /**
     * Runs a task and waits for it.
     *
     * @throws InterruptedException if this thread is interrupted; the task is cancelled
     * @throws Exception what the method threw
     */
    <R> R apply(Task<R> task) throws Exception;

    /** One task for each item, results in order, not fail-fast; items are combined into chunks that fit their duration. */
    default <A, R> CompletableFuture<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        return trackMap(task, items).future();
    }

    /**
     * {@link #map(Function, Iterable)} with chunks of a given size, as Python's {@code chunksize}.
     *
     * @param chunkSize items in one message, at least 1
     */
    default <A, R> CompletableFuture<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items,
            int chunkSize) {
        return trackMap(task, items, chunkSize).future();
    }

    /**
     * One task for each item of a stream. Nothing starts before a subscription, and each subscription is a run of its own.
     * <p>
     * The look-ahead that is chosen keeps all workers busy: as many items as take a few milliseconds, but at least 64 and at
     * most 1,024 for each worker, or four chunks of the given size if these are more. Of items with large arguments there are
     * fewer, and three for each worker at the least. It grows as results leave. Chunks that are chosen do not wait for items
     * when a worker has little to do. One of a given size waits until it is full or there are no more items.
     */
    <A, R> Flow.Publisher<R> imap(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            ImapOptions options);

    /**
     * Runs a task with many results now, for a thread that waits for each of them. The worker makes no more than a
     * bounded number of them ahead of that thread.
     *
     * @throws io.quarkiverse.processpool.ProcessPoolException if the task cannot be submitted
     * @throws IllegalStateException after {@link #close()} or {@link #terminate()}
     */
    <R> ResultStream<R> stream(StreamTask<R> task);

    /**
     * The elements of a task with many results. Each subscription is a run of its own, cancelling it cancels the task, and
     * the worker makes no more than a bounded number of elements ahead of what was asked for.
     */
    <R> Flow.Publisher<R> publisher(StreamTask<R> task);

    PoolStats stats();

    /**
     * Ends the workers that there are, idle ones now and busy ones after their task, so that the next tasks run in
     * new ones with the class path as it is then. Returns at once.
     */
    void recycle();

    /**
     * Changes how many workers there may be. What is more ends after what it is doing; what is less comes with the next tasks.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,024
     */
    void resize(int workers);

    /** Ends the workers that have nothing to do, which gives their memory back to the system. Returns at once. */
    void shrink();

    /** Takes no more tasks; those that were submitted run. Returns at once. */
    @Override
    void close();

    /** Takes no more tasks, cancels those that were submitted and kills the workers. Returns at once. */
    void terminate();

    /**
     * Waits for the workers to end after {@link #close()} or {@link #terminate()}, however long that takes.
     *
     * @throws IllegalStateException if the pool is still open
     */
    default void join() throws InterruptedException {
        join(Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Waits for the workers to end after {@link #close()} or {@link #terminate()}.
     *
     * @return whether they did within the time
     * @throws IllegalStateException if the pool is still open
     */
    boolean join(Duration timeout) throws InterruptedException;
}
