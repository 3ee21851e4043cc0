package io.quarkiverse.processpool.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Parent side: the elements of a task with many results, for a thread that waits for each. For one thread at a time; can
 * be closed from any. Closing it before its end cancels the task; one that is neither read to its end nor closed keeps its
 * worker.
 */
public final class ResultStream<R> implements AutoCloseable {

    private volatile Thread waiting;
    private final Elements<R> elements;

    ResultStream(Elements.Opening<R> opening) {
        elements = opening.open(this::wake);
    }

    private void wake() {
        LockSupport.unpark(waiting);
    }

    /**
     * Waits for the next element.
     *
     * @return null at the end
     * @throws InterruptedException if this thread is interrupted; the stream can be read on, or closed
     * @throws Exception what the method or its stream threw, or what became of its worker; after the elements that came before
     */
    public R next() throws Exception {
        R next = elements.poll();
        if (next != null) {
            return next;
        }
        waiting = Thread.currentThread();
        while ((next = elements.poll()) == null && !elements.isOver()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for an element");
            }
        }
        if (next == null) {
            TaskFailures.rethrow(elements.failure());
        }
        return next;
    }

    @Override
    public void close() {
        elements.cancel();
        wake();
    }
}
