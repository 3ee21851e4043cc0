package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.TaskLostException;
import io.quarkiverse.processpool.test.app.Chores;
import io.quarkiverse.processpool.test.app.ChoresTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkiverse.processpool.test.app.Sums;
import io.quarkiverse.processpool.test.app.SumsTasks;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** ProcessPools.create: a pool that the application makes, has to itself, and ends. */
class PoolsByCodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String LEFT_OPEN = "io.quarkiverse.processpool.test.left-open";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Chores.class, Squares.class, Sums.class))
            .setAfterUndeployListener(() -> {
                String[] pids = System.clearProperty(LEFT_OPEN).split(",");
                assertThat(pids).hasSize(2).allSatisfy(pid -> assertThat(Workers.isAlive(Long.parseLong(pid)))
                        .as("a worker of a pool that was left open").isFalse());
            });

    @Inject
    ProcessPools pools;

    @Inject
    Vertx vertx;

    @Test
    void itTakesTasksOfAnyPool() {
        try (OwnedPool pool = ProcessPools.create("mine", settings -> settings.workers(2))) {
            assertThat(pool.name()).isEqualTo("mine");
            assertThat(pool.apply(SquaresTasks.square(7)).await().atMost(LONG)).isEqualTo(49);
            assertThat(pool.apply(SumsTasks.two(3, 4)).await().atMost(LONG)).isEqualTo(7);
            assertThat(pool.map(SquaresTasks::square, List.of(1, 2, 3)).await().atMost(LONG)).containsExactly(1, 4, 9);
            assertThat(pool.imap(SquaresTasks::square, List.of(1, 2, 3)).collect().asList().await().atMost(LONG))
                    .containsExactly(1, 4, 9);
            long pid = pool.apply(ChoresTasks.pid()).await().atMost(LONG);

            assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(pool.stats().size()).isEqualTo(2);
            assertThat(pool.stats().completed()).isEqualTo(9);
            assertThat(pool.stats().workers()).extracting(worker -> worker.pid()).contains(pid);
            assertThat(pool.stats().workers()).extracting(worker -> worker.name())
                    .allSatisfy(name -> assertThat(name).startsWith("mine-"));
            assertThat(pools.names()).as("it is not one of the application").doesNotContain("mine");
        }
    }

    @Test
    void itsSizeCanBeChanged() throws Exception {
        try (OwnedPool pool = ProcessPools.create("mine", settings -> settings.workers(1))) {
            Path gate = Scratch.file("gate");
            Path[] running = { Scratch.file("running"), Scratch.file("running") };
            for (Path each : running) {
                pool.applyAsync(ChoresTasks.passWhenOpen(each, gate));
            }
            Scratch.awaitPid(running[0]);

            pool.resize(2);

            assertThat(Scratch.awaitPid(running[1])).isNotEqualTo(Scratch.awaitPid(running[0]));
            assertThat(pool.stats().size()).isEqualTo(2);
            assertThatThrownBy(() -> pool.resize(0)).isInstanceOf(IllegalArgumentException.class);

            Files.createFile(gate);
            Awaitility.await().atMost(LONG).until(() -> pool.stats().running() == 0);
            pool.shrink();
            Awaitility.await().atMost(LONG).until(() -> pool.stats().workers().isEmpty());
        }
    }

    @Test
    @DisplayName("B32 what was submitted before the end of the block still runs, and after it nothing is taken")
    void itFinishesWhatItHasAndTakesNoMore() throws Exception {
        Path running = Scratch.file("running");
        Path gate = Scratch.file("gate");
        OwnedPool pool = ProcessPools.create("mine", settings -> settings.workers(1));
        assertThatThrownBy(() -> pool.join(Duration.ZERO)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        CompletableFuture<Long> first;
        CompletableFuture<Integer> second;
        try (pool) {
            first = pool.applyAsync(ChoresTasks.passWhenOpen(running, gate)).toCompletableFuture();
            second = pool.applyAsync(SquaresTasks.square(5)).toCompletableFuture();
        }
        long pid = Scratch.awaitPid(running);

        assertThat(pool.stats().health()).isEqualTo(PoolHealth.CLOSED);
        assertThatThrownBy(() -> pool.applyAsync(SquaresTasks.square(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'mine'");
        assertThatThrownBy(() -> pool.apply(SquaresTasks.square(1)).await().atMost(LONG))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.map(SquaresTasks::square, List.of(1)).await().atMost(LONG))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.imap(SquaresTasks::square, List.of(1)).collect().asList().await().atMost(LONG))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pool.join(Duration.ZERO)).as("it is not done yet").isFalse();

        Files.createFile(gate);
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(25);
        assertThat(pool.join(LONG)).isTrue();
        assertThat(Workers.isAlive(pid)).isFalse();
    }

    @Test
    void terminateCancelsWhatItHas() throws Exception {
        Path running = Scratch.file("running");
        OwnedPool pool = ProcessPools.create("mine", settings -> settings.workers(1));
        CompletableFuture<Long> first = pool.applyAsync(ChoresTasks.passWhenOpen(running, Scratch.file("never")))
                .toCompletableFuture();
        CompletableFuture<Integer> second = pool.applyAsync(SquaresTasks.square(5)).toCompletableFuture();
        long pid = Scratch.awaitPid(running);

        pool.terminate();

        assertThat(pool.join(LONG)).isTrue();
        assertThat(Workers.isAlive(pid)).isFalse();
        for (CompletableFuture<?> each : List.of(first, second)) {
            Throwable failure = each.handle((value, problem) -> problem).get(30, TimeUnit.SECONDS);
            assertThat(failure).isInstanceOfAny(CancellationException.class, TaskLostException.class);
        }
    }

    @Test
    void resultsArriveOnTheContextOfTheCaller() throws Exception {
        try (OwnedPool pool = ProcessPools.create("mine", settings -> settings.workers(1))) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> seen = new CompletableFuture<>();
            context.runOnContext(nothing -> pool.applyAsync(SquaresTasks.square(2))
                    .whenComplete((result, failure) -> seen.complete(Vertx.currentContext())));

            assertThat(seen.get(30, TimeUnit.SECONDS)).isSameAs(context);
        }
    }

    @Test
    void aSettingOutOfItsRangeIsRefused() {
        assertThatThrownBy(() -> ProcessPools.create("mine", settings -> settings.workers(0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'mine'")
                .hasMessageContaining("at least 1 worker, not 0");
        assertThatThrownBy(() -> ProcessPools.create("", settings -> settings)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The listener looks at what becomes of it. */
    @Test
    void onePoolIsLeftOpen() {
        OwnedPool pool = ProcessPools.create("left-open", settings -> settings.workers(2));
        Path running = Scratch.file("running");
        pool.applyAsync(ChoresTasks.passWhenOpen(running, Scratch.file("never")));
        long busy = Scratch.awaitPid(running);
        long idle = pool.apply(ChoresTasks.pid()).await().atMost(LONG);

        assertThat(idle).isNotEqualTo(busy);
        System.setProperty(LEFT_OPEN, busy + "," + idle);
    }
}
