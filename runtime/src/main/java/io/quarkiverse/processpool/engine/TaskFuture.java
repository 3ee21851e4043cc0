package io.quarkiverse.processpool.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Parent side: the future of one call. Cancelling it cancels the call in the pool. */
final class TaskFuture<R> extends CompletableFuture<R> {

    private final Executor callbacks;
    private final Owner owner;
    private volatile boolean handedOver;

    /** The call that it is of. Not a lambda for each future: millions of them may wait. */
    interface Owner {

        /** Nobody waits for the outcome any more. */
        void futureCancelled();
    }

    TaskFuture(Executor callbacks, Owner owner) {
        this.callbacks = callbacks;
        this.owner = owner;
    }

    /** Whether it is complete, or will be when the executor of the callbacks comes to it. */
    boolean isSettled() {
        return isDone() || handedOver;
    }

    /**
     * Completes it, on this thread if nothing is attached. Something may be attached at this very moment, and then runs here:
     * {@link WorkerReader} is prepared for it.
     */
    void settle(R value, Throwable failure) {
        if (getNumberOfDependents() == 0) {
            settleHere(value, failure);
        } else {
            try {
                callbacks.execute(() -> settleHere(value, failure));
                handedOver = true;
            } catch (Throwable e) {
                settleHere(value, failure); // the executor is gone or full, and the result is due all the same
            }
        }
    }

    /** Does not fail: if there is no memory for it, or for what is attached, it waits until there is. */
    private void settleHere(R value, Throwable failure) {
        boolean told = false;
        for (int tries = 0; !told; tries++) {
            try {
                if (failure == null) {
                    complete(value);
                } else {
                    completeExceptionally(failure);
                }
                told = true;
            } catch (Error e) {
                told = !Shortage.pause(tries, e) && isDone();
            }
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            owner.futureCancelled();
        }
        return cancelled;
    }

    /** What is derived from this future cancels nothing: it may be one of several. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
