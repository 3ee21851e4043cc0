package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.quarkiverse.processpool.Progress;

/** Parent side: one task whose outcome completes a future. Small, because millions of them may wait. */
final class SingleCall<R> extends Receiver implements Call<R>, TaskFuture.Owner {

    private static final Said NOTHING = new Said(0, 0);

    private final TaskFuture<R> future;
    private final long submittedAt = System.nanoTime();
    private volatile Said said = NOTHING;
    private boolean failed;
    private volatile long endedAt;

    /** What the task has said of itself. */
    private record Said(long done, long total) {
    }

    SingleCall(Executor callbacks) {
        this.future = new TaskFuture<>(callbacks, this);
    }

    @Override
    public void futureCancelled() {
        WorkerPool its = pool;
        if (its != null) {
            its.dispatcher().cancel(this);
            pool = null;
        }
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
        Said last = said;
        boolean silent = end != 0 && last.done == 0 && last.total == 0;
        int failures = end != 0 && failed ? 1 : 0;
        return silent ? new Progress(1, 1, failures, elapsed) : new Progress(last.done, last.total, failures, elapsed);
    }

    @Override
    boolean isTold() {
        return future.isSettled();
    }

    @Override
    void progress(int index, long nowDone, long nowTotal) {
        if (endedAt == 0) {
            said = new Said(nowDone, nowTotal);
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
        failed = true;
        endedAt = System.nanoTime() | 1;
        future.settle(null, failure);
        pool = null;
    }
}
