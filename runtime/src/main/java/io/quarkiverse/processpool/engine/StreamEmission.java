package io.quarkiverse.processpool.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Parent side: one subscription to a stream. Its elements are emitted by one thread at a time, as far as they are asked for.
 */
final class StreamEmission<R> implements Flow.Subscription {

    private final Flow.Subscriber<? super R> subscriber;
    private final Executor executor;
    private final Turns turns = new Turns();
    private final Runnable emission = this::emit;
    private final Turns.Work work = this::emitWhatIsThere;
    private volatile Elements<R> elements;
    private volatile Throwable failure;
    private volatile boolean over;
    /** Guarded by this. */
    private long requested;
    private long emitted;

    StreamEmission(Flow.Subscriber<? super R> subscriber, Executor executor) {
        this.subscriber = subscriber;
        this.executor = executor;
    }

    /** A stream that begins with each subscription. */
    static <R> Flow.Publisher<R> publisher(Elements.Opening<R> opening, Executor executor) {
        return subscriber -> {
            StreamEmission<R> each = new StreamEmission<>(subscriber, executor);
            subscriber.onSubscribe(each);
            each.open(opening);
        };
    }

    /** Begins the stream, after the subscriber has been given this subscription. */
    private void open(Elements.Opening<R> opening) {
        if (over) {
            return;
        }
        try {
            Elements<R> opened = opening.open(this::emitSoon);
            elements = opened;
            if (over) {
                opened.cancel();
            }
        } catch (Throwable e) {
            failure = e;
        }
        emitSoon();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("a request for " + n + " elements; at least 1 (Reactive Streams 3.9)");
        } else {
            synchronized (this) {
                requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
            }
        }
        emitSoon();
    }

    @Override
    public void cancel() {
        over = true;
        Elements<R> opened = elements;
        if (opened != null) {
            opened.cancel();
        }
    }

    private void emitSoon() {
        if (turns.ask()) {
            PoolThreads.executeOrRun(executor, emission);
        }
    }

    private void emit() {
        try {
            turns.take(work);
        } catch (Throwable e) {
            if (over) {
                throw e; // that of a subscriber
            }
            cancel();
            subscriber.onError(e);
        }
    }

    /** @return whether more may come */
    private boolean emitWhatIsThere() {
        Elements<R> source = elements;
        while (!over && failure == null && source != null) {
            if (!isAskedFor()) {
                return !source.isOver() || end(source.failure());
            }
            R element = source.poll();
            if (element == null) {
                // what came in between has been announced
                return !source.isOver() || end(source.failure());
            }
            emitted++;
            emit(element);
        }
        if (!over && failure != null) {
            cancel();
            subscriber.onError(failure);
        }
        return !over;
    }

    /** A subscriber that throws, which it may not, gets nothing more. */
    private void emit(R element) {
        try {
            subscriber.onNext(element);
        } catch (Throwable e) {
            cancel();
            throw e;
        }
    }

    private synchronized boolean isAskedFor() {
        return emitted < requested;
    }

    private boolean end(Throwable why) {
        over = true;
        if (why == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(why);
        }
        return false;
    }
}
