package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.Task;

/**
 * Parent side: runs tasks in this process, on an executor, for debugging. Nothing is encoded, and no limit of a
 * worker holds: a task that crashes, hangs or fills the heap does it here. The {@code @WorkerInit} methods of a class
 * run once per pool, before its first task; its {@code @WorkerExit} methods when the pool is closed and its last task
 * is done.
 */
public final class InPlacePool implements TaskPool {

    private static final int LOOK_AHEAD = 16;

    private final String name;
    private final Executor executor;
    private final Tally tally = new Tally();
    private final AtomicInteger running = new AtomicInteger();
    private final InPlaceClasses classes = new InPlaceClasses();
    /** Calls that may still run a task, and one for the pool as long as it is open. */
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    public InPlacePool(String name, Executor executor) {
        this.name = name;
        this.executor = executor;
    }

    @Override
    public String name() {
        return name;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw PoolState.closed(name);
        }
    }

    private void hold() {
        requireOpen();
        if (holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            requireOpen(); // it was closed in between
        }
    }

    /** Runs something that may run tasks, on the executor. */
    private void execute(Runnable call) {
        hold();
        try {
            executor.execute(() -> {
                try {
                    call.run();
                } finally {
                    release();
                }
            });
        } catch (Throwable e) {
            release();
            throw e;
        }
    }

    private void release() {
        if (holders.decrementAndGet() == 0) {
            classes.exit(System.getLogger(InPlacePool.class.getName()));
        }
    }

    @Override
    public <R> CompletableFuture<R> submit(Task<R> task) {
        return track(task).future();
    }

    @Override
    public <R> Call<R> track(Task<R> task) {
        InPlaceCall<R> call = new InPlaceCall<>();
        execute(() -> call.run(() -> call(task)));
        return call;
    }

    @Override
    public <R> R apply(Task<R> task) throws Exception {
        hold();
        try {
            return call(task);
        } finally {
            release();
        }
    }

    private <R> R call(Task<R> task) throws Exception {
        running.incrementAndGet();
        try {
            classes.init(task.entryPoint());
            R result = task.call();
            tally.count(1, 0);
            return result;
        } catch (Throwable e) {
            tally.failed(1);
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        int total = items instanceof Collection<?> collection ? collection.size() : 0;
        InPlaceCall<List<R>> call = new InPlaceCall<>();
        execute(() -> call.run(() -> all(task, items, total, call)));
        return call;
    }

    private <A, R> List<R> all(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items, int total,
            InPlaceCall<List<R>> call) throws Exception {
        List<R> results = new ArrayList<>();
        Throwable first = null;
        int failed = 0;
        for (A item : items) {
            call.checkCancelled();
            try {
                results.add(call(task.apply(item)));
            } catch (Throwable e) {
                first = first == null ? e : first;
                failed++;
            }
            call.count(results.size() + failed, total, failed);
        }
        TaskFailures.rethrow(first);
        return results;
    }

    /** There are no messages here, whatever should be in one. */
    @Override
    public <A, R> Call<List<R>> trackMap(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items,
            int chunkSize) {
        PoolBounds.checkChunkSize(chunkSize);
        return trackMap(task, items);
    }

    @Override
    public <A, R> Flow.Publisher<R> imap(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            ImapOptions options) {
        InPlaceChunks<R> chunks = new InPlaceChunks<>(this, options.lookAhead() > 0 ? options.lookAhead() : LOOK_AHEAD);
        return new LookAhead<>(() -> chunks, task, items, options.ordered(), executor);
    }

    @Override
    public <R> ResultStream<R> stream(StreamTask<R> task) {
        return new ResultStream<>(arrival -> open(task));
    }

    @Override
    public <R> Flow.Publisher<R> publisher(StreamTask<R> task) {
        return StreamEmission.publisher(arrival -> open(task), executor);
    }

    private <R> Elements<R> open(StreamTask<R> task) {
        hold();
        running.incrementAndGet();
        return new InPlaceElements<>(task, () -> classes.init(task.entryPoint()), this::ended);
    }

    private void ended(Throwable failure) {
        running.decrementAndGet();
        tally.count(1, failure == null ? 0 : 1);
        release();
    }

    @Override
    public PoolStats stats() {
        return new PoolStats(name, closed.get() ? PoolHealth.CLOSED : PoolHealth.UP, 0, 0, Integer.MAX_VALUE, running.get(),
                tally.completed(), tally.failed(), 0,
                List.of());
    }

    /** There are no workers to replace. */
    @Override
    public void recycle() {
    }

    /** There are no workers to be more or less. */
    @Override
    public void resize(int workers) {
        PoolBounds.checkSize(name, workers);
    }

    /** There are no workers to end. */
    @Override
    public void shrink() {
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    /** Nothing can be ended here; but as in a worker that is killed, nothing cleans up. */
    @Override
    public void terminate() {
        closed.set(true);
    }

    /** There are no workers to wait for. */
    @Override
    public boolean join(Duration timeout) {
        if (!closed.get()) {
            throw new IllegalStateException("The pool '" + name + "' must be closed before it is joined");
        }
        return true;
    }
}
