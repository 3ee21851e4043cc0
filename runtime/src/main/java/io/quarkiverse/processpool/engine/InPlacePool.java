package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.Task;

/**
 * Parent side: runs tasks in this process, on an executor, for debugging. Nothing is encoded, and no limit of a worker holds:
 * a task that crashes, hangs or fills the heap does it here.
 */
public final class InPlacePool implements TaskPool {

    private static final int LOOK_AHEAD = 16;

    private final String name;
    private final Executor executor;
    private final Tally tally = new Tally();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean closed;

    public InPlacePool(String name, Executor executor) {
        this.name = name;
        this.executor = executor;
    }

    @Override
    public String name() {
        return name;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The pool '" + name + "' is closed");
        }
    }

    @Override
    public <R> CompletableFuture<R> submit(Task<R> task) {
        requireOpen();
        CompletableFuture<R> future = new CompletableFuture<>();
        executor.execute(() -> {
            if (!future.isDone()) {
                try {
                    future.complete(apply(task));
                } catch (Throwable e) {
                    future.completeExceptionally(e);
                }
            }
        });
        return future;
    }

    @Override
    public <R> R apply(Task<R> task) throws Exception {
        running.incrementAndGet();
        try {
            R result = task.call();
            tally.completed.increment();
            return result;
        } catch (Throwable e) {
            tally.failed.increment();
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public <A, R> CompletableFuture<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items) {
        requireOpen();
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        executor.execute(() -> {
            List<R> results = new ArrayList<>();
            Throwable first = null;
            try {
                for (A item : items) {
                    if (future.isDone()) {
                        return;
                    }
                    try {
                        results.add(apply(task.apply(item)));
                    } catch (Exception e) {
                        first = first == null ? e : first;
                    }
                }
            } catch (Throwable e) {
                first = first == null ? e : first;
            }
            if (first == null) {
                future.complete(results);
            } else {
                future.completeExceptionally(first);
            }
        });
        return future;
    }

    @Override
    public <A, R> CompletableFuture<List<R>> map(Function<? super A, ? extends Task<R>> task, Iterable<? extends A> items,
            int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("a chunk size of at least 1, not " + chunkSize);
        }
        return map(task, items);
    }

    @Override
    public <A, R> Flow.Publisher<R> imap(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            int lookAhead, boolean ordered) {
        return new LookAhead<>(this::run, task, items, lookAhead, ordered, executor);
    }

    private <R> Runnable run(Task<R> task, Receiver receiver) {
        CompletableFuture<R> future = submit(task);
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                receiver.result(0, value);
            } else {
                receiver.failure(0, failure);
            }
        });
        return () -> future.cancel(true);
    }

    @Override
    public int naturalLookAhead() {
        return LOOK_AHEAD;
    }

    @Override
    public PoolStats stats() {
        return new PoolStats(name, closed ? PoolHealth.CLOSED : PoolHealth.UP, 0, 0, Integer.MAX_VALUE, running.get(),
                tally.completed.sum(), tally.failed.sum(), 0,
                List.of());
    }

    /** There are no workers to replace. */
    @Override
    public void recycle() {
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void terminate() {
        closed = true;
    }

    /** There are no workers to wait for. */
    @Override
    public boolean join(Duration timeout) {
        return true;
    }
}
