package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A running task that is cancelled is asked to end before it is killed. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class SoftCancelTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B7 a task that ends when it is asked to costs no worker")
    void anInterruptedTaskThatEndsKeepsItsWorker() throws Exception {
        Path ran = directory.resolve("ran");
        Path end = directory.resolve("end");
        try (WorkerPool pool = Pools.of(1, builder -> builder.cancelGrace(Duration.ofMinutes(5)))) {
            CompletableFuture<Long> running = pool.submit(ChoresTasks.endWhenInterrupted(ran, end));
            String pid = Pools.lines(ran, 1).get(0);
            running.cancel(true);
            assertThat(Pools.lines(end, 1)).containsExactly("interrupted, cancelled: true");
            assertThat(pool.apply(MisbehaveTasks.pid(0))).hasToString(pid);
            assertThat(pool.apply(MisbehaveTasks.seesTraces(0))).as("the interrupt was for that task alone").isFalse();
        }
    }

    @Test
    @DisplayName("B7 a task can ask whether it is cancelled")
    void aTaskThatAsksEnds() throws Exception {
        Path ran = directory.resolve("ran");
        Path end = directory.resolve("end");
        try (WorkerPool pool = Pools.of(1, builder -> builder.cancelGrace(Duration.ofMinutes(5)))) {
            CompletableFuture<Void> running = pool.submit(ChoresTasks.endWhenCancelled(ran, end));
            String pid = Pools.lines(ran, 1).get(0);
            running.cancel(true);
            assertThat(Pools.lines(end, 1)).containsExactly("cancelled");
            assertThat(pool.apply(MisbehaveTasks.pid(0))).hasToString(pid);
        }
    }

    @Test
    @DisplayName("B8 a worker whose task was cancelled gets nothing until it has answered")
    void nothingGoesToAWorkerThatIsNotCleanYet() throws Exception {
        Path spun = directory.resolve("spun");
        try (WorkerPool pool = Pools.of(2, builder -> builder.cancelGrace(Duration.ofSeconds(3)))) {
            for (int i = 0; i < 100; i++) {
                pool.apply(MisbehaveTasks.square(i));
            }
            CompletableFuture<Integer> spinning = pool.submit(MisbehaveTasks.spin(spun));
            String pid = Pools.lines(spun, 1).get(0);
            spinning.cancel(true);
            for (int i = 0; i < 100; i++) {
                assertThat(pool.apply(MisbehaveTasks.pid(i))).asString().isNotEqualTo(pid);
            }
            Pools.awaitDead(Long.parseLong(pid));
        }
    }

    @Test
    void withoutAGraceItIsKilledAtOnce() throws Exception {
        Path ran = directory.resolve("ran");
        Path end = directory.resolve("end");
        try (WorkerPool pool = Pools.of(1, builder -> builder.cancelGrace(Duration.ZERO))) {
            CompletableFuture<Long> running = pool.submit(ChoresTasks.endWhenInterrupted(ran, end));
            long pid = Long.parseLong(Pools.lines(ran, 1).get(0));
            running.cancel(true);
            Pools.awaitDead(pid);
            assertThat(end).doesNotExist();
        }
    }

    /** The interrupt of one task never reaches another one, however short they are. */
    @Test
    void anInterruptHitsNoOtherTask() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.cancelGrace(Duration.ofMinutes(5)))) {
            for (int i = 0; i < 2_000; i++) {
                CompletableFuture<Integer> brief = pool.submit(MisbehaveTasks.square(i));
                CompletableFuture<Boolean> next = pool.submit(MisbehaveTasks.seesTraces(i));
                brief.cancel(true);
                assertThat(next.get(30, TimeUnit.SECONDS)).as("round %s", i).isFalse();
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
