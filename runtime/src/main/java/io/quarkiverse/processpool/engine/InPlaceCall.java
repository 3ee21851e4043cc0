package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.wire.RunningTask;

/** Parent side: a call that runs in this process. Cancelling it is a request: its thread is not interrupted. */
final class InPlaceCall<R> extends RunningTask implements Call<R> {

    private final CompletableFuture<R> future = new CompletableFuture<>();
    private final long submittedAt = System.nanoTime();
    private volatile Progress last = new Progress(0, 0, 0, Duration.ZERO);
    private volatile boolean counted;

    @Override
    public CompletableFuture<R> future() {
        return future;
    }

    @Override
    public Progress progress() {
        return last;
    }

    /** Runs it on this thread, unless nobody wants it any more. */
    void run(Callable<R> body) {
        if (future.isDone()) {
            return;
        }
        setForThread(this);
        try {
            R result = body.call();
            end(0);
            future.complete(result);
        } catch (Throwable e) {
            end(1);
            future.completeExceptionally(e);
        } finally {
            setForThread(null);
        }
    }

    private void end(int failed) {
        if (!counted) {
            last = new Progress(Math.max(1, last.done()), Math.max(1, last.total()), failed, elapsed());
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - submittedAt);
    }

    /** So many of the tasks of this call have an outcome. */
    void count(long done, long total, long failed) {
        counted = true;
        last = new Progress(done, total, failed, elapsed());
    }

    void checkCancelled() {
        if (future.isDone()) {
            throw new CancellationException("the call was cancelled");
        }
    }

    @Override
    public void progress(long done, long total) {
        if (!counted) {
            last = new Progress(done, total, 0, elapsed());
        }
    }

    @Override
    public boolean isCancelled() {
        return future.isCancelled();
    }

    @Override
    public boolean isInWorker() {
        return false;
    }
}
