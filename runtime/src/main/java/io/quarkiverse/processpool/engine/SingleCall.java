package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.quarkiverse.processpool.Progress;

/** Parent side: one task whose outcome completes a future. */
final class SingleCall<R> extends Receiver implements Call<R> {

    private final TaskFuture<R> future;
    private final long submittedAt = System.nanoTime();
    private volatile Progress last = new Progress(0, 0, 0, Duration.ZERO);
    private volatile boolean over;

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

    @Override
    public Progress progress() {
        Progress said = last;
        return over ? said : new Progress(said.done(), said.total(), 0, elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - submittedAt);
    }

    @Override
    void progress(int index, long done, long total) {
        if (!over) {
            last = new Progress(done, total, 0, elapsed());
        }
    }

    /** A task that has said nothing of itself counts as one. */
    private void end(int failed) {
        Progress said = last;
        over = true;
        last = said.done() == 0 && said.total() == 0 ? new Progress(1, 1, failed, elapsed())
                : new Progress(said.done(), said.total(), failed, elapsed());
    }

    @Override
    @SuppressWarnings("unchecked") // the entry point that decoded it is that of a Task<R>
    void result(int index, Object value) {
        end(0);
        future.settle((R) value, null);
        pool = null;
    }

    @Override
    void failure(int index, Throwable failure) {
        end(1);
        future.settle(null, failure);
        pool = null;
    }
}
