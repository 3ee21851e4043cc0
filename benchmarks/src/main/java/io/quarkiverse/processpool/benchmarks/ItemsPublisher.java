package io.quarkiverse.processpool.benchmarks;

import java.util.Iterator;
import java.util.concurrent.Flow;

/** The items of an iterator, for one subscriber, on the threads that ask for them. */
final class ItemsPublisher<T> implements Flow.Publisher<T> {

    private final Iterator<T> items;

    ItemsPublisher(Iterator<T> items) {
        this.items = items;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {

            private long wanted;
            private boolean giving;
            private boolean over;

            @Override
            public void request(long count) {
                synchronized (this) {
                    wanted += count;
                    if (giving) {
                        return;
                    }
                    giving = true;
                }
                while (isWanted()) {
                    if (!items.hasNext()) {
                        cancel();
                        subscriber.onComplete();
                        return;
                    }
                    subscriber.onNext(items.next());
                }
            }

            private synchronized boolean isWanted() {
                giving = wanted-- > 0 && !over;
                wanted = Math.max(wanted, 0);
                return giving;
            }

            @Override
            public synchronized void cancel() {
                over = true;
            }
        });
    }
}
