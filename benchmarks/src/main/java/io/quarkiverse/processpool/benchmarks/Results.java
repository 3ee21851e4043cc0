package io.quarkiverse.processpool.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Takes results of a stream as they come, without bound. */
final class Results<T> implements Flow.Subscriber<T> {

    private final Consumer<? super T> each;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Results(Consumer<? super T> each) {
        this.each = each;
    }

    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T result) {
        each.accept(result);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
