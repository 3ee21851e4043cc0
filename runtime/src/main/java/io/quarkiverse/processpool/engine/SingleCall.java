package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.quarkiverse.processpool.Progress;

/** Parent side: one task whose outcome completes a future. */
final class SingleCall<R> extends Receiver implements Call<R> {

    private final TaskFuture<R> future;
    private final long submittedAt = System.nanoTime();
    /** What the task has said of itself. */
    private volatile long done;
    private volatile long total;
    private int failed;
    private volatile long endedAt;

    SingleCall(Executor callbacks, Dispatcher dispatcher) {
        future = new TaskFuture<>(callbacks, cancelled -> {
            dispatcher.cancel(this);
            pool = null;
        });
    }

    @Override
    public CompletableFuture<R> future() {
        return future;
    }

    /** A task that has said nothing of itself counts as one when it is done. */
    @Override
    public Progress progress() {
        long end = endedAt;
        Duration elapsed = Duration.ofNanos((end == 0 ? System.nanoTime() : end) - submittedAt);
        boolean silent = end != 0 && done == 0 && total == 0;
        return silent ? new Progress(1, 1, failed, elapsed) : new Progress(done, total, end == 0 ? 0 : failed, elapsed);
    }

    @Override
    void progress(int index, long nowDone, long nowTotal) {
        if (endedAt == 0) {
            done = nowDone;
            total = nowTotal;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the entry point that decoded it is that of a Task<R>
    void result(int index, Object value) {
        endedAt = System.nanoTime() | 1;
        future.settle((R) value, null);
        pool = null;
    }

    @Override
    void failure(int index, Throwable failure) {
        failed = 1;
        endedAt = System.nanoTime() | 1;
        future.settle(null, failure);
        pool = null;
    }
}
