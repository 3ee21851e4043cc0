package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.TaskRejectedException;

/** The queue is bounded, and says so. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class QueueTest {

    @TempDir
    Path directory;

    @Test
    void aFullQueueRejectsAndLosesNothing() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1, builder -> builder.queueSize(3))) {
            List<CompletableFuture<Long>> taken = new ArrayList<>();
            taken.add(pool.submit(MisbehaveTasks.announceAndWait(ran, gate)));
            Pools.lines(ran, 1);
            for (int i = 0; i < 3; i++) {
                taken.add(pool.submit(MisbehaveTasks.announceAndWait(ran, gate)));
            }
            assertThat(pool.stats().queueLength()).isEqualTo(3);
            assertThatThrownBy(() -> pool.submit(MisbehaveTasks.square(1)).get()).isInstanceOf(ExecutionException.class)
                    .cause().isInstanceOf(TaskRejectedException.class).hasMessageContaining("misbehave")
                    .hasMessageContaining("queue-size");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.square(1))).isInstanceOf(TaskRejectedException.class);
            Files.createFile(gate);
            for (CompletableFuture<Long> each : taken) {
                each.get(30, TimeUnit.SECONDS);
            }
            assertThat(pool.apply(MisbehaveTasks.square(5))).isEqualTo(25);
        }
    }

    @Test
    void statsShowWhatWaitsAndWhatRuns() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> running = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            CompletableFuture<Long> waiting = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            long pid = Long.parseLong(Pools.lines(ran, 1).get(0));
            var stats = pool.stats();
            assertThat(stats.running()).isEqualTo(1);
            assertThat(stats.queueLength()).isEqualTo(1);
            assertThat(stats.workers()).singleElement().satisfies(worker -> {
                assertThat(worker.pid()).isEqualTo(pid);
                assertThat(worker.name()).isEqualTo("misbehave-1");
                assertThat(worker.state()).hasToString("BUSY");
                assertThat(worker.residentBytes()).isGreaterThan(1 << 20);
                assertThat(worker.age()).isPositive();
            });
            Files.createFile(gate);
            running.get(30, TimeUnit.SECONDS);
            waiting.get(30, TimeUnit.SECONDS);
            assertThat(pool.stats().completed()).isEqualTo(2);
        }
    }

    /**
     * A map sends more as results come, and never so much that it would have to be refused; so it leaves the queue to others.
     */
    @Test
    void aMapTakesNoPlaceInTheQueue() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1, builder -> builder.queueSize(2))) {
            CompletableFuture<Long> running = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            Pools.lines(ran, 1);
            List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
            CompletableFuture<List<Integer>> map = pool.map(MisbehaveTasks::square, numbers, 50);
            assertThat(pool.stats().queueLength()).isGreaterThan(2);
            CompletableFuture<Integer> first = pool.submit(MisbehaveTasks.square(1));
            CompletableFuture<Integer> second = pool.submit(MisbehaveTasks.square(2));
            assertThatThrownBy(() -> pool.submit(MisbehaveTasks.square(3)).get())
                    .hasCauseInstanceOf(TaskRejectedException.class)
                    .hasMessageContaining("2 wait");
            assertThat(first.cancel(true)).isTrue();
            CompletableFuture<Integer> third = pool.submit(MisbehaveTasks.square(3));
            Files.createFile(gate);
            running.get(30, TimeUnit.SECONDS);
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(4);
            assertThat(third.get(30, TimeUnit.SECONDS)).isEqualTo(9);
            assertThat(map.get(30, TimeUnit.SECONDS)).hasSize(1_000);
        }
    }
}
