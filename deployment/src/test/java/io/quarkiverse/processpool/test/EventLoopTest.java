package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** No call holds the event loop that makes it. */
class EventLoopTest {

    private static final int LARGE = 8 << 20;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Chores.class, Squares.class));

    @Inject
    Vertx vertx;

    @Inject
    ProcessPool pool;

    private <T> CompletableFuture<T> onEventLoop(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(nothing -> {
            try {
                assertThat(Context.isOnEventLoopThread()).isTrue();
                done.complete(work.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Test
    @DisplayName("B32 submitting from the event loop never blocks, though the worker reads nothing")
    void aWorkerThatReadsNothingHoldsNoEventLoop() throws Exception {
        long pid = pool.apply(ChoresTasks.pid()).await().indefinitely();
        List<CompletableFuture<Integer>> all;
        signal("STOP", pid);
        try {
            all = onEventLoop(() -> IntStream.range(0, 4)
                    .mapToObj(i -> pool.applyAsync(ChoresTasks.length(new byte[LARGE])).toCompletableFuture()).toList())
                    .get(30, TimeUnit.SECONDS);
            assertThat(all).noneMatch(CompletableFuture::isDone);
        } finally {
            signal("CONT", pid);
        }
        for (CompletableFuture<Integer> each : all) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }

    @Test
    @DisplayName("B32 items of a stream that block are read off the event loop")
    void itemsThatBlockHoldNoEventLoop() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Set<Boolean> onEventLoop = ConcurrentHashMap.newKeySet();
        Iterable<Integer> blocking = () -> IntStream.range(0, 3).mapToObj(i -> {
            onEventLoop.add(Context.isOnEventLoopThread());
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return i;
        }).iterator();

        CompletableFuture<List<Integer>> all = onEventLoop(() -> pool.imap(SquaresTasks::square, blocking).collect().asList()
                .subscribeAsCompletionStage()).get(30, TimeUnit.SECONDS);
        assertThat(all).isNotDone();
        gate.countDown();

        assertThat(all.get(30, TimeUnit.SECONDS)).containsExactly(0, 1, 4);
        assertThat(onEventLoop).containsExactly(false);
    }

    @Test
    @DisplayName("B32 a task that is submitted where the result of another one arrives")
    void fromACallback() throws Exception {
        CompletableFuture<Integer> result = onEventLoop(() -> pool.applyAsync(SquaresTasks.square(3))
                .thenCompose(nine -> {
                    assertThat(Context.isOnEventLoopThread()).isTrue();
                    return pool.applyAsync(SquaresTasks.square(nine));
                }).toCompletableFuture()).get(30, TimeUnit.SECONDS);

        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(81);
    }
}
