package io.quarkiverse.processpool.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;

/**
 * A stream whose signals arrive on the context of its subscriber. Requests go straight through, so it holds no items
 * beyond those that were asked for.
 */
final class OnContext<R> implements Flow.Publisher<R> {

    private final Flow.Publisher<R> results;
    private final Executor context;

    private OnContext(Flow.Publisher<R> results, Executor context) {
        this.results = results;
        this.context = context;
    }

    /**
     * A stream that is made anew for each subscription, with its items on the context of the subscribing thread if it has one.
     */
    static <R> Multi<R> multi(Contexts contexts, Supplier<Flow.Publisher<R>> stream) {
        return Multi.createFrom().deferred(() -> {
            Executor context = contexts.current();
            Flow.Publisher<R> results = stream.get();
            return Multi.createFrom().publisher(context == null ? results : new OnContext<>(results, context));
        });
    }

    /** On the context; here if that is gone, because a result is due all the same. */
    static void run(Executor context, Runnable signal) {
        try {
            context.execute(signal);
        } catch (RejectedExecutionException e) {
            signal.run();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        results.subscribe(new Hop<>(subscriber, context));
    }

    private static final class Hop<R> implements Flow.Subscriber<R>, Flow.Subscription {

        private final Flow.Subscriber<? super R> subscriber;
        private final Executor context;
        private Flow.Subscription subscription;
        private volatile boolean cancelled;

        Hop(Flow.Subscriber<? super R> subscriber, Executor context) {
            this.subscriber = subscriber;
            this.context = context;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscriber.onSubscribe(this);
        }

        @Override
        public void onNext(R item) {
            hop(() -> subscriber.onNext(item));
        }

        @Override
        public void onError(Throwable failure) {
            hop(() -> subscriber.onError(failure));
        }

        @Override
        public void onComplete() {
            hop(subscriber::onComplete);
        }

        private void hop(Runnable signal) {
            run(context, () -> {
                if (!cancelled) {
                    try {
                        signal.run();
                    } catch (Throwable e) { // which it may not; it gets nothing more
                        cancel();
                        throw e;
                    }
                }
            });
        }

        @Override
        public void request(long n) {
            subscription.request(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
            subscription.cancel();
        }
    }
}
