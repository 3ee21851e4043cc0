package io.quarkiverse.processpool.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.processpool.Task;

/** Parent side: the stream of results of a stream of items; each subscription is a run of its own. */
final class LookAhead<A, R> implements Flow.Publisher<R> {

    private final BiFunction<Task<R>, Receiver, Runnable> run;
    private final Function<? super A, ? extends Task<R>> function;
    private final Flow.Publisher<? extends A> items;
    private final int bound;
    private final boolean ordered;
    private final Executor executor;

    /**
     * @param run submits a task and answers how to cancel it
     * @param bound how many items may be under way or wait for the subscriber
     * @param executor emits the results
     */
    LookAhead(BiFunction<Task<R>, Receiver, Runnable> run, Function<? super A, ? extends Task<R>> function,
            Flow.Publisher<? extends A> items, int bound, boolean ordered, Executor executor) {
        if (bound < 1) {
            throw new IllegalArgumentException("a look-ahead of at least 1, not " + bound);
        }
        this.run = run;
        this.function = function;
        this.items = items;
        this.bound = bound;
        this.ordered = ordered;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        LookAheadRun<A, R> each = new LookAheadRun<>(run, function, bound, ordered, executor, subscriber);
        subscriber.onSubscribe(each);
        items.subscribe(each);
    }
}
