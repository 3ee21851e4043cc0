package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Results, failures and items arrive on the Vert.x context of the caller; without one, off the event loops. */
class CallerContextTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Squares.class, Probe.class));

    @Inject
    Vertx vertx;

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("squares")
    ProcessPool squares;

    @Test
    void aResultArrivesOnTheContextOfTheSubscriber() throws Exception {
        onContexts((context, seen) -> pool.apply(SquaresTasks.square(2)).subscribe()
                .with(result -> seen.accept(Vertx.currentContext()), failure -> seen.accept(null)));
    }

    @Test
    void aFailureArrivesOnTheContextOfTheSubscriber() throws Exception {
        onContexts((context, seen) -> pool.apply(ProbeTasks.fail("expected")).subscribe()
                .with(result -> seen.accept(null), failure -> seen.accept(Vertx.currentContext())));
    }

    @Test
    void aStageCompletesOnTheContextOfItsCaller() throws Exception {
        onContexts((context, seen) -> pool.applyAsync(SquaresTasks.square(2))
                .whenComplete((result, failure) -> seen.accept(Vertx.currentContext())));
        onContexts((context, seen) -> squares.mapAsync(SquaresTasks::square, List.of(1, 2))
                .whenComplete((result, failure) -> seen.accept(Vertx.currentContext())));
    }

    @Test
    void aListArrivesOnTheContextOfTheSubscriber() throws Exception {
        onContexts((context, seen) -> pool.map(SquaresTasks::square, List.of(1, 2)).subscribe()
                .with(result -> seen.accept(Vertx.currentContext()), failure -> seen.accept(null)));
    }

    @Test
    void theItemsAndTheEndOfAStreamArriveOnTheContextOfTheSubscriber() throws Exception {
        for (ProcessPool any : List.of(pool, squares)) {
            onContexts((context, seen) -> any.imap(SquaresTasks::square, List.of(1, 2, 3))
                    .onItem().invoke(item -> {
                        if (Vertx.currentContext() != context) {
                            seen.accept(Vertx.currentContext());
                        }
                    })
                    .subscribe().with(item -> {
                    }, failure -> seen.accept(null), () -> seen.accept(Vertx.currentContext())));
        }
    }

    @Test
    void withoutAContextNoResultIsOnAnEventLoop() throws Exception {
        Thread thread = pool.applyAsync(SquaresTasks.square(2)).thenApply(result -> Thread.currentThread())
                .toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(Context.isOnEventLoopThread()).isFalse();
        assertThat(thread.getName()).doesNotContain("eventloop");
    }

    private interface Call {
        void on(Context context, Consumer<Context> seen);
    }

    /** Makes the call on an event loop, and on a context that was duplicated for one request. */
    private void onContexts(Call call) throws Exception {
        Context eventLoop = vertx.getOrCreateContext();
        Context duplicate = VertxContext.getOrCreateDuplicatedContext(eventLoop);
        for (Context context : List.of(eventLoop, duplicate)) {
            CompletableFuture<Context> seen = new CompletableFuture<>();
            context.runOnContext(nothing -> {
                try {
                    call.on(context, seen::complete);
                } catch (RuntimeException e) {
                    seen.completeExceptionally(e);
                }
            });
            assertThat(seen.get(30, TimeUnit.SECONDS)).isSameAs(context);
        }
    }
}
