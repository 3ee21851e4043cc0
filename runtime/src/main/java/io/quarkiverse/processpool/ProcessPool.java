package io.quarkiverse.processpool;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Functions.Function3;
import io.smallrye.mutiny.tuples.Tuple3;

/**
 * Runs tasks in worker processes.
 * <p>
 * {@code @Inject ProcessPool} sends each task to the pool of its method;
 * {@code @Inject @PoolName("images") ProcessPool} is that one pool and takes only its tasks.
 * <p>
 * <b>Threads.</b> All methods can be called from any thread, an event loop included: none of them blocks. A result, a
 * failure and the items of a {@link Multi} arrive on the Vert.x context of the caller where there was one, else on a
 * thread of the application's executor. A {@link CompletionStage} that is already complete runs what is attached to
 * it on the attaching thread, as always.
 * <p>
 * <b>Lazy and eager.</b> A {@link Uni} or {@link Multi} submits on subscription, once for each subscription, and cancelling the
 * subscription cancels the task. The {@code …Async} methods submit at once, and cancelling the
 * {@linkplain CompletionStage#toCompletableFuture() future} cancels the task. A task that is cancelled while it is queued never
 * runs; one that is running is interrupted, and if it has not ended after {@code cancel-grace}, it is killed with its
 * worker, which is replaced.
 * <p>
 * <b>Failures.</b> What the method throws arrives as it was thrown, with the stack of the worker; a type that this
 * process cannot rebuild arrives as {@link RemoteTaskException}. All else is a {@link ProcessPoolException}: where the queue is
 * full, a {@link TaskRejectedException}. A call of a pool that is closed fails with {@link IllegalStateException}.
 * A task of another pool than the injected one is refused with {@link IllegalArgumentException} when the call is made.
 */
public interface ProcessPool {

    /** Runs a task: Python's {@code apply}. */
    <R> Uni<R> apply(Task<R> task);

    /** Submits a task now: Python's {@code apply_async}, its callbacks being those of the stage. */
    <R> CompletionStage<R> applyAsync(Task<R> task);

    /**
     * Runs one task for each item, several in one message where they are short, and gives all the results in the
     * order of the items. A failing task does not stop the others; when all are done the first failure (in the order
     * of the items) is that of the call. All tasks of one call are for one pool. It does not fill the queue and is never
     * rejected, but keeps all results: items without end are for {@link #imap(Function, Iterable)}.
     *
     * @param items read as far as the work has come, and once for each subscription; they must have an end
     */
    <A, R> Uni<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /** {@link #map(Function, Iterable)} that submits now: Python's {@code map_async}. */
    <A, R> CompletionStage<List<R>> mapAsync(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /** {@link #applyAsync} whose progress can be watched: what the task says by {@link TaskContext#progress}. */
    <R> Tracked<R> track(Task<R> task);

    /** {@link #mapAsync} whose progress can be watched: how many tasks are done, and how many of them failed. */
    <A, R> Tracked<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /**
     * Runs a task with many results, and emits each as soon as the method has made it. The worker makes no more than a bounded
     * number of elements ahead of what the subscriber has asked for, and then waits; so a stream may be larger than any memory,
     * or have no end. Cancelling the subscription ends the task and closes its stream. A failure comes after the elements that
     * were made before it.
     */
    <R> Multi<R> stream(StreamTask<R> task);

    /** {@link #map(Function, Iterable)} for methods of two arguments, such as the entries of a {@link Map}. */
    <A, B, R> Uni<List<R>> starmap(BiFunction<? super A, ? super B, ? extends Task<R>> task,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

    /** {@link #map(Function, Iterable)} for methods of three arguments. */
    <A, B, C, R> Uni<List<R>> starmap(Function3<? super A, ? super B, ? super C, ? extends Task<R>> task,
            Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> items);

    /** {@link #starmap(BiFunction, Iterable)} that submits now: Python's {@code starmap_async}. */
    <A, B, R> CompletionStage<List<R>> starmapAsync(BiFunction<? super A, ? super B, ? extends Task<R>> task,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

    /** {@link #starmap(Function3, Iterable)} that submits now. */
    <A, B, C, R> CompletionStage<List<R>> starmapAsync(
            Function3<? super A, ? super B, ? super C, ? extends Task<R>> task,
            Iterable<? extends Tuple3<? extends A, ? extends B, ? extends C>> items);

    /**
     * Runs one task for each item and emits the results in the order of the items. Reads no more than a bounded
     * number of items ahead of what the subscriber has asked for, so the items may be without end. All tasks of one
     * call are for one pool. The first failure ends the stream and cancels what is still running for it.
     */
    <A, R> Multi<R> imap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /** {@link #imap(Function, Iterable)} of the items of a stream. A failure of the stream follows the results before it. */
    <A, R> Multi<R> imap(Function<? super A, ? extends Task<R>> task, Multi<? extends A> items);

    /** {@link #imap(Function, Iterable)} that emits each result as soon as it is there. */
    <A, R> Multi<R> imapUnordered(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items);

    /** {@link #imap(Function, Multi)} that emits each result as soon as it is there. */
    <A, R> Multi<R> imapUnordered(Function<? super A, ? extends Task<R>> task, Multi<? extends A> items);

    /**
     * This pool with Python's {@code chunksize}: {@code pool.inChunksOf(20).map(…)}. It sends so many tasks of a {@code map},
     * {@code starmap} or {@code imap} in one message, and fewer only where they are the last, are large, or are for different
     * methods. Without it, chunks follow from how long the tasks take, which is better unless you know more than that.
     * <p>
     * A stream with chunks of a given size sends nothing before it has so many items, and reads four chunks for each worker
     * ahead, or more. What a worker has not begun is still shared out when another one has nothing to do.
     *
     * @param tasks at least 1
     * @return the same pool; nothing has to be closed
     * @throws IllegalArgumentException if it is less than 1
     */
    ProcessPool inChunksOf(int tasks);
}
