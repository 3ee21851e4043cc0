package io.quarkiverse.processpool.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.processpool.Task;

/** Parent side: the stream of results of a stream of items; each subscription is a run of its own. */
final class LookAhead<A, R> implements Flow.Publisher<R> {

    private final Supplier<Chunks<R>> chunks;
    private final Function<? super A, ? extends Task<R>> function;
    private final Flow.Publisher<? extends A> items;
    private final boolean ordered;
    private final Executor executor;

    /**
     * @param chunks those of one run
     * @param executor emits the results
     */
    LookAhead(Supplier<Chunks<R>> chunks, Function<? super A, ? extends Task<R>> function,
            Flow.Publisher<? extends A> items, boolean ordered, Executor executor) {
        this.chunks = chunks;
        this.function = function;
        this.items = items;
        this.ordered = ordered;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        LookAheadRun<A, R> each = new LookAheadRun<>(chunks.get(), function, ordered, executor, subscriber);
        subscriber.onSubscribe(each);
        items.subscribe(each);
    }
}
