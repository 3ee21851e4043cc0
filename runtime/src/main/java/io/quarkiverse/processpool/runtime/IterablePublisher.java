package io.quarkiverse.processpool.runtime;

import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** The items of an iterable as a stream: read on an executor, only when they are asked for, anew for each subscription. */
final class IterablePublisher<A> implements Flow.Publisher<A> {

    private final Iterable<? extends A> items;
    private final Executor executor;

    IterablePublisher(Iterable<? extends A> items, Executor executor) {
        this.items = items;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super A> subscriber) {
        subscriber.onSubscribe(new Reading<>(items, executor, subscriber));
    }

    private static final class Reading<A> implements Flow.Subscription, Runnable {

        private final Iterable<? extends A> items;
        private final Executor executor;
        private final Flow.Subscriber<? super A> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private Iterator<? extends A> iterator;
        private volatile boolean ended;

        Reading(Iterable<? extends A> items, Executor executor, Flow.Subscriber<? super A> subscriber) {
            this.items = items;
            this.executor = executor;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                fail(new IllegalArgumentException("A subscriber asks for at least 1 item, not " + n));
                return;
            }
            // Whoever raises the demand from 0 starts the reading, and the reading goes on until it is 0 again: one reader at a time.
            if (demand.getAndAccumulate(n, Reading::sum) == 0 && !ended) {
                try {
                    executor.execute(this);
                } catch (Throwable e) {
                    fail(e);
                }
            }
        }

        private static long sum(long a, long b) {
            return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
        }

        @Override
        public void run() {
            long asked = demand.get();
            while (asked > 0) {
                for (long i = 0; i < asked; i++) {
                    if (!readOne()) {
                        return;
                    }
                }
                asked = demand.addAndGet(-asked);
            }
        }

        /** Gives one item, and the end with the last one; says whether there is more to read. */
        private boolean readOne() {
            try {
                if (iterator == null) {
                    iterator = items.iterator();
                    if (!iterator.hasNext()) {
                        return complete();
                    }
                }
                if (ended) {
                    return false;
                }
                A item = iterator.next();
                subscriber.onNext(item);
                return !ended && (iterator.hasNext() || complete());
            } catch (Throwable e) { // whatever the source has thrown
                return fail(e);
            }
        }

        private boolean complete() {
            if (!ended) {
                ended = true;
                subscriber.onComplete();
            }
            return false;
        }

        private boolean fail(Throwable failure) {
            if (!ended) {
                ended = true;
                subscriber.onError(failure);
            }
            return false;
        }

        @Override
        public void cancel() {
            ended = true;
        }
    }
}
