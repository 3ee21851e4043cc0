package io.quarkiverse.processpool.wire;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;

/**
 * Both sides: the elements of a publisher, for a thread that waits for each. It asks for few at a time, and a failure comes
 * after the elements before it.
 */
final class PublisherElements<R> implements Iterator<R>, AutoCloseable, Flow.Subscriber<R> {

    private static final int AHEAD = 32;

    private final Flow.Publisher<? extends R> publisher;
    private boolean subscribed;
    private int taken;
    /** The rest is guarded by this. */
    private final ArrayDeque<R> arrived = new ArrayDeque<>();
    private Flow.Subscription subscription;
    private Throwable failure;
    private boolean ended;
    private boolean closed;

    PublisherElements(Flow.Publisher<? extends R> publisher) {
        this.publisher = publisher;
    }

    @Override
    public boolean hasNext() {
        if (!subscribed) {
            subscribed = true;
            publisher.subscribe(this);
        }
        Throwable problem;
        synchronized (this) {
            await();
            if (!arrived.isEmpty()) {
                return true;
            }
            problem = failure;
        }
        if (problem != null) {
            throw PublisherElements.<RuntimeException> asItIs(problem);
        }
        return false;
    }

    private void await() {
        try {
            while (arrived.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an element", e);
        }
    }

    @SuppressWarnings("unchecked") // an iterator declares nothing, and the one who takes its elements expects everything
    private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        R next;
        Flow.Subscription source;
        synchronized (this) {
            next = arrived.poll();
            source = subscription;
        }
        if (++taken % (AHEAD / 2) == 0) {
            source.request(AHEAD / 2);
        }
        return next;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        boolean tooLate;
        synchronized (this) {
            subscription = source;
            tooLate = closed;
        }
        if (tooLate) {
            source.cancel();
        } else {
            source.request(AHEAD);
        }
    }

    @Override
    public synchronized void onNext(R element) {
        arrived.add(element);
        notifyAll();
    }

    @Override
    public synchronized void onError(Throwable problem) {
        failure = problem;
        onComplete();
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        notifyAll();
    }

    @Override
    public void close() {
        Flow.Subscription source;
        synchronized (this) {
            closed = true;
            source = ended ? null : subscription;
        }
        if (source != null) {
            source.cancel();
        }
    }
}
