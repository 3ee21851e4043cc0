package io.quarkiverse.processpool.engine;

import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.BriefPolling;

/** Parent side: one task for whose outcome a thread waits. */
final class BlockingCall<R> extends Receiver implements BriefPolling.Sign {

    private final Thread waiting = Thread.currentThread();
    private Object value;
    private Throwable thrown;
    private volatile boolean done;
    private volatile boolean isAsleep;
    private volatile boolean isGivenUp;

    @Override
    void result(int index, Object result) {
        value = result;
        end();
    }

    @Override
    void failure(int index, Throwable failure) {
        thrown = failure;
        end();
    }

    private void end() {
        done = true;
        if (isAsleep) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    boolean isTold() {
        return done || isGivenUp;
    }

    @Override
    public boolean isThere() {
        return done;
    }

    /** Waits, and looks for a moment before it sleeps; an interrupt ends the waiting, and is for the caller to act upon. */
    @SuppressWarnings("unchecked") // the entry point that decoded it is that of a Task<R>
    R await(BriefPolling polling) throws Exception {
        long since = polling.await(this);
        isAsleep = true;
        while (!done) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                isGivenUp = true;
                throw new InterruptedException("interrupted while waiting for a task");
            }
        }
        polling.waited(since);
        TaskFailures.rethrow(thrown);
        return (R) value;
    }
}
