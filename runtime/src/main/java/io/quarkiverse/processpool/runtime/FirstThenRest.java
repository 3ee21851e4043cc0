package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Flow;

/**
 * A stream whose first item was already read from its source: gives that item again, then what follows, to one subscriber.
 * <p>
 * The source has been asked for the first item only, so nothing but its end can arrive before the first item has been given.
 */
final class FirstThenRest<T> implements Flow.Subscription {

    private Flow.Subscription upstream;
    private Flow.Subscriber<? super T> subscriber;
    private T first;
    private State state = State.WAITING;
    private long requested;
    private boolean ended;
    private Throwable failure;

    private enum State {
        /** The first item was not asked for yet. */
        WAITING,
        /** The first item is being given; what is asked for meanwhile is passed on afterwards. */
        GIVING,
        /** The source and the subscriber talk to each other. */
        PASSING,
        /** The end was given, or the subscriber has gone. */
        ENDED
    }

    void upstream(Flow.Subscription upstream) {
        this.upstream = upstream;
    }

    void first(T item) {
        first = item;
    }

    void next(T item) {
        subscriber.onNext(item);
    }

    void subscribe(Flow.Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
        subscriber.onSubscribe(this);
    }

    /** The end of the source; null for a failure is a regular end. */
    void end(Throwable failure) {
        synchronized (this) {
            ended = true;
            this.failure = failure;
            if (state != State.PASSING) {
                return;
            }
            state = State.ENDED;
        }
        giveEnd();
    }

    @Override
    public void request(long n) {
        boolean passing;
        synchronized (this) {
            passing = state == State.PASSING;
            if (!passing) {
                requested = requested > Long.MAX_VALUE - n ? Long.MAX_VALUE : requested + n;
                if (state != State.WAITING) {
                    return;
                }
                state = State.GIVING;
            }
        }
        if (passing) {
            upstream.request(n);
        } else {
            giveFirst();
        }
    }

    private void giveFirst() {
        T item = first;
        first = null;
        subscriber.onNext(item);
        long more;
        boolean end;
        synchronized (this) {
            if (state != State.GIVING) {
                return;
            }
            end = ended;
            state = end ? State.ENDED : State.PASSING;
            more = requested == Long.MAX_VALUE ? requested : requested - 1;
        }
        if (end) {
            giveEnd();
        } else if (more > 0) {
            upstream.request(more);
        }
    }

    private void giveEnd() {
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            state = State.ENDED;
        }
        upstream.cancel();
    }
}
