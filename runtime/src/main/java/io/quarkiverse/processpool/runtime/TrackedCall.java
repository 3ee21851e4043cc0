package io.quarkiverse.processpool.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Tracked;
import io.quarkiverse.processpool.engine.Call;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;

/** A call of the engine with Mutiny's types. Its progress is looked at only while somebody is subscribed to it. */
final class TrackedCall<R> implements Tracked<R> {

    private static final long PERIOD_MILLIS = 100;

    private final Call<R> call;
    private final CompletionStage<R> result;
    private final Contexts contexts;
    private final Executor executor;

    /** @param executor looks at the progress */
    TrackedCall(Call<R> call, CompletionStage<R> result, Contexts contexts, Executor executor) {
        this.call = call;
        this.result = result;
        this.contexts = contexts;
        this.executor = executor;
    }

    /** A call that had nothing to do. */
    static <R> Call<R> done(R result) {
        return new Call<>() {
            @Override
            public CompletableFuture<R> future() {
                return CompletableFuture.completedFuture(result);
            }

            @Override
            public Progress progress() {
                return new Progress(0, 0, 0, Duration.ZERO);
            }
        };
    }

    @Override
    public CompletionStage<R> result() {
        return result;
    }

    @Override
    public Progress progress() {
        return call.progress();
    }

    @Override
    public Multi<Progress> updates() {
        Flow.Publisher<Progress> looks = Multi.createFrom().<Progress> emitter(this::look,
                BackPressureStrategy.LATEST);
        return OnContext.multi(contexts, () -> looks);
    }

    private void look(MultiEmitter<? super Progress> emitter) {
        Look look = new Look(emitter);
        emitter.onTermination(look::stop);
        executor.execute(look);
        call.future().whenComplete((value, failure) -> look.end());
    }

    /** One subscriber's view. */
    private final class Look implements Runnable {

        private final MultiEmitter<? super Progress> emitter;
        private final Executor later = CompletableFuture.delayedExecutor(PERIOD_MILLIS, TimeUnit.MILLISECONDS, executor);
        private Progress last;
        private volatile boolean over;

        Look(MultiEmitter<? super Progress> emitter) {
            this.emitter = emitter;
        }

        @Override
        public synchronized void run() {
            if (over) {
                return;
            }
            Progress now = call.progress();
            if (last == null || now.done() != last.done() || now.total() != last.total() || now.failed() != last.failed()) {
                last = now;
                emitter.emit(now);
            }
            later.execute(this);
        }

        void stop() {
            over = true;
        }

        synchronized void end() {
            over = true;
            emitter.emit(call.progress());
            emitter.complete();
        }
    }
}
