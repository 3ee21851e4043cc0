package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.PoolName;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.test.app.Sources;
import io.quarkiverse.processpool.test.app.SourcesTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** A method that returns a stream: its elements are those of a Multi, with back-pressure, and a cancel ends the method. */
class ManyResultsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Sources.class, Squares.class));

    private static final Duration LONG = Duration.ofSeconds(30);

    @Inject
    ProcessPool pool;

    @Inject
    @PoolName("sources")
    ProcessPool sources;

    @Inject
    @PoolName("squares")
    ProcessPool squares;

    @Inject
    ProcessPools pools;

    @Inject
    Vertx vertx;

    @Test
    void aParameterCanBeAStreamToo() {
        for (ProcessPool any : List.of(pool, sources)) {
            Uni<Long> length = any.apply(SourcesTasks.length(new ByteArrayInputStream(new byte[1_000_000])));
            assertThat(length.await().atMost(LONG)).isEqualTo(1_000_000);
            assertThatThrownBy(() -> length.await().atMost(LONG)).isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("submitted once");
        }
    }

    @Test
    void elementsComeInTheirOrder() {
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        for (ProcessPool any : List.of(pool, sources)) {
            Multi<Integer> stream = any.stream(SourcesTasks.stream(10_000));
            for (int i = 0; i < 2; i++) {
                assertThat(stream.collect().asList().await().atMost(LONG)).isEqualTo(expected);
            }
            assertThat(any.stream(SourcesTasks.stream(0)).collect().asList().await().atMost(LONG)).isEmpty();
        }
    }

    @Test
    void aMultiRunsInTheWorker() {
        assertThat(pool.stream(SourcesTasks.pids(3)).collect().asList().await().atMost(LONG)).hasSize(3)
                .doesNotContain(ProcessHandle.current().pid());
        for (int i = 0; i < 50; i++) { // the failure may overtake nothing
            AssertSubscriber<String> subscriber = pool.stream(SourcesTasks.failing()).subscribe()
                    .withSubscriber(AssertSubscriber.create(10));
            subscriber.awaitFailure(LONG).assertItems("a", "b").assertFailedWith(IllegalStateException.class, "no more");
        }
    }

    @Test
    void aCancelFreesTheWorker() {
        AssertSubscriber<Integer> subscriber = pool.stream(SourcesTasks.endless()).subscribe()
                .withSubscriber(AssertSubscriber.create(1_000));
        subscriber.awaitItems(1_000, LONG);
        subscriber.cancel();

        assertThat(pool.stream(SourcesTasks.endless()).select().first(3).collect().asList().await().atMost(LONG))
                .containsExactly(7, 7, 7);
        assertThat(pool.stream(SourcesTasks.stream(2)).collect().asList().await().atMost(LONG)).containsExactly(0, 1);
        assertThat(pools.stats("sources").workersStarted()).isEqualTo(1);
    }

    @Test
    void aPoolRefusesTheStreamOfAnother() {
        assertThatThrownBy(() -> squares.stream(SourcesTasks.stream(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to the pool 'sources'");
        assertThat(squares.apply(SquaresTasks.square(3)).await().atMost(LONG)).isEqualTo(9);
    }

    @Test
    void elementsAndEndArriveOnTheContextOfTheSubscriber() throws Exception {
        Context eventLoop = vertx.getOrCreateContext();
        Context duplicate = VertxContext.getOrCreateDuplicatedContext(eventLoop);
        for (Context context : List.of(eventLoop, duplicate)) {
            CompletableFuture<Context> seen = new CompletableFuture<>();
            context.runOnContext(nothing -> pool.stream(SourcesTasks.stream(1_000)).onItem().invoke(item -> {
                if (Vertx.currentContext() != context) {
                    seen.complete(Vertx.currentContext());
                }
            }).subscribe().with(item -> {
            }, seen::completeExceptionally, () -> seen.complete(Vertx.currentContext())));
            assertThat(seen.get(30, TimeUnit.SECONDS)).isSameAs(context);
        }
    }
}
