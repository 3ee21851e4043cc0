package io.quarkiverse.processpool.engine;

import java.util.concurrent.CompletableFuture;

import io.quarkiverse.processpool.Task;

/** Parent side: one task of a stream that runs in this process. */
final class InPlaceChunk<R> extends Chunk<R> {

    private final InPlacePool itsPool;
    private Task<R> task;
    private volatile CompletableFuture<R> future;
    private volatile boolean isCancelled;

    InPlaceChunk(InPlacePool itsPool, LookAheadRun<?, R> run) {
        super(run);
        this.itsPool = itsPool;
    }

    @Override
    boolean accepts(Task<R> next) {
        return task == null;
    }

    @Override
    void append(Task<R> next) {
        task = next;
    }

    @Override
    boolean canWait(int underWay) {
        return false;
    }

    @Override
    void submit() {
        CompletableFuture<R> submitted = itsPool.submit(task);
        future = submitted;
        submitted.whenComplete((value, failure) -> {
            outcome(0, value, failure);
            delivered(1);
        });
        if (isCancelled) {
            submitted.cancel(true);
        }
    }

    @Override
    void cancel() {
        isCancelled = true;
        CompletableFuture<R> submitted = future;
        if (submitted != null) {
            submitted.cancel(true);
        }
    }

    @Override
    void giveUp() {
        // nothing was begun
    }
}
