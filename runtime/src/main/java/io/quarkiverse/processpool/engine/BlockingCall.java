package io.quarkiverse.processpool.engine;

import java.util.concurrent.locks.LockSupport;

/** Parent side: one task for whose outcome a thread waits. */
final class BlockingCall<R> extends Receiver {

    private final Thread waiting = Thread.currentThread();
    private Object value;
    private Throwable thrown;
    private volatile boolean done;
    private volatile boolean isGivenUp;

    @Override
    void result(int index, Object result) {
        value = result;
        done = true;
        LockSupport.unpark(waiting);
    }

    @Override
    void failure(int index, Throwable failure) {
        thrown = failure;
        done = true;
        LockSupport.unpark(waiting);
    }

    @Override
    boolean isTold() {
        return done || isGivenUp;
    }

    /** Waits; an interrupt ends the waiting, and is for the caller to act upon. */
    @SuppressWarnings("unchecked") // the entry point that decoded it is that of a Task<R>
    R await() throws Exception {
        while (!done) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                isGivenUp = true;
                throw new InterruptedException("interrupted while waiting for a task");
            }
        }
        TaskFailures.rethrow(thrown);
        return (R) value;
    }
}
