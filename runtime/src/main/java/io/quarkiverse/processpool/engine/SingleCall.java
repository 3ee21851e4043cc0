package io.quarkiverse.processpool.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Parent side: one task whose outcome completes a future. */
final class SingleCall<R> extends Receiver {

    private final TaskFuture<R> future;

    SingleCall(Executor callbacks, Dispatcher dispatcher) {
        future = new TaskFuture<>(callbacks, cancelled -> {
            dispatcher.cancel(this);
            pool = null;
        });
    }

    CompletableFuture<R> future() {
        return future;
    }

    @Override
    @SuppressWarnings("unchecked") // the entry point that decoded it is that of a Task<R>
    void result(int index, Object value) {
        future.settle((R) value, null);
        pool = null;
    }

    @Override
    void failure(int index, Throwable failure) {
        future.settle(null, failure);
        pool = null;
    }
}
