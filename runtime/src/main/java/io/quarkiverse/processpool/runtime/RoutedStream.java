package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.processpool.Task;

/**
 * A stream of tasks that learns from its first task which pool runs it.
 * <p>
 * It reads one item, makes the task, and hands the stream over: {@code pool} gets the first task and a publisher that
 * gives this task again and then the rest. Each item travels as a supplier of its task, so the first is not made
 * twice.
 */
final class RoutedStream<A, R> implements Flow.Publisher<R> {

    private final Function<? super A, ? extends Task<R>> task;
    private final Flow.Publisher<? extends A> items;
    private final BiFunction<Task<R>, Flow.Publisher<Supplier<Task<R>>>, Flow.Publisher<R>> pool;

    RoutedStream(Function<? super A, ? extends Task<R>> task, Flow.Publisher<? extends A> items,
            BiFunction<Task<R>, Flow.Publisher<Supplier<Task<R>>>, Flow.Publisher<R>> pool) {
        this.task = task;
        this.items = items;
        this.pool = pool;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> results) {
        items.subscribe(new Route(results));
    }

    /** Stands between the items and the results until the pool is known; afterwards both sides talk through it. */
    private final class Route implements Flow.Subscriber<A>, Flow.Subscription, Flow.Publisher<Supplier<Task<R>>> {

        private final Flow.Subscriber<? super R> results;
        private final FirstThenRest<Supplier<Task<R>>> tasks = new FirstThenRest<>();
        private Flow.Subscription upstream;
        private Flow.Subscription inPool;
        private long requested;
        private boolean cancelled;
        private boolean routed;

        Route(Flow.Subscriber<? super R> results) {
            this.results = results;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            tasks.upstream(subscription);
            results.onSubscribe(this);
            subscription.request(1);
        }

        @Override
        public void onNext(A item) {
            if (routed) {
                tasks.next(() -> PoolFace.made(task.apply(item), item));
                return;
            }
            routed = true;
            try {
                Task<R> first = PoolFace.made(task.apply(item), item);
                tasks.first(() -> first);
                pool.apply(first, this).subscribe(new Relay());
            } catch (Throwable e) {
                try {
                    upstream.cancel();
                } finally {
                    results.onError(e);
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (routed) {
                tasks.end(failure);
            } else {
                results.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (routed) {
                tasks.end(null);
            } else {
                results.onComplete();
            }
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Supplier<Task<R>>> subscriber) {
            tasks.subscribe(subscriber);
        }

        @Override
        public void request(long n) {
            Flow.Subscription target;
            synchronized (this) {
                target = inPool;
                if (target == null) {
                    requested = requested > Long.MAX_VALUE - n ? Long.MAX_VALUE : requested + n;
                }
            }
            if (target != null) {
                target.request(n);
            }
        }

        @Override
        public void cancel() {
            Flow.Subscription target;
            synchronized (this) {
                cancelled = true;
                target = inPool == null ? upstream : inPool;
            }
            target.cancel();
        }

        /** Passes the results of the pool on, and what was asked for before the pool was known to the pool. */
        private final class Relay implements Flow.Subscriber<R> {

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                long before;
                boolean unwanted;
                synchronized (Route.this) {
                    inPool = subscription;
                    before = requested;
                    unwanted = cancelled;
                }
                if (unwanted) {
                    subscription.cancel();
                } else if (before > 0) {
                    subscription.request(before);
                }
            }

            @Override
            public void onNext(R result) {
                results.onNext(result);
            }

            @Override
            public void onError(Throwable failure) {
                results.onError(failure);
            }

            @Override
            public void onComplete() {
                results.onComplete();
            }
        }
    }
}
