package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.TaskTimeoutException;

/** A task that runs for too long ends with its worker. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class TimeoutTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B5 A task that nothing else stops is gone at its timeout, and the caller is told")
    void aTaskThatNothingElseStopsIsKilled() throws Exception {
        Path file = directory.resolve("pid");
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofMillis(500)))) {
            TaskTimeoutException e = catchThrowableOfType(TaskTimeoutException.class,
                    () -> pool.apply(MisbehaveTasks.spin(file)));
            long pid = Long.parseLong(Pools.lines(file, 1).get(0));
            assertThat(e.pid()).isEqualTo(pid);
            assertThat(e.timeout()).isEqualTo(Duration.ofMillis(500));
            assertThat(e).hasMessageContaining("Misbehave.spin(Path)").hasMessageContaining("500 ms");
            Pools.awaitDead(pid);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    /** The promise is a second and what it takes to ask for the threads: here it may be eight more. */
    @Test
    @DisplayName("B5 One that catches all there is, and refuses TERM and an orderly end, is gone within the same bound")
    void aTaskThatRefusesAnyEndIsKilled() throws Exception {
        Path file = directory.resolve("pid");
        Duration timeout = Duration.ofSeconds(1);
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(timeout))) {
            pool.apply(TroubleTasks.pid(0));
            CompletableFuture<Integer> refusal = pool.submit(TroubleTasks.refuseToEnd(file));
            long pid = Long.parseLong(Pools.lines(file, 1).get(0));
            long from = System.nanoTime();
            assertThatThrownBy(() -> refusal.get(30, TimeUnit.SECONDS)).cause()
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                        assertThat(e.pid()).isEqualTo(pid);
                        assertThat(e.timeout()).isEqualTo(timeout);
                        assertThat(e.ran()).isGreaterThanOrEqualTo(timeout);
                    });
            Pools.awaitDead(pid);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(timeout.plusSeconds(8));
            assertThat(pool.apply(TroubleTasks.pid(0))).isNotEqualTo(pid);
        }
    }

    /** B6: the time begins with the task, not with its wait for a worker. */
    @Test
    @DisplayName("B6 The timer starts when the worker accepts the task")
    void waitingForAWorkerDoesNotCount() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofSeconds(2)))) {
            List<CompletableFuture<Integer>> naps = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                naps.add(pool.submit(MisbehaveTasks.nap(300)));
            }
            for (CompletableFuture<Integer> nap : naps) {
                assertThat(nap.get(60, TimeUnit.SECONDS)).isEqualTo(300);
            }
        }
    }

    @Test
    @DisplayName("B9 A worker that does nothing but collect garbage is killed by the timeout within the same bound")
    void aWorkerThatOnlyCollectsGarbageIsKilled() throws Exception {
        Path file = directory.resolve("pid");
        Duration timeout = Duration.ofSeconds(3);
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(timeout).heap("48m"))) {
            pool.apply(MisbehaveTasks.square(1));
            CompletableFuture<Void> garbage = pool.submit(TroubleTasks.collectGarbageForEver(file));
            long pid = Long.parseLong(Pools.lines(file, 1).get(0));
            long from = System.nanoTime();
            assertThatThrownBy(() -> garbage.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TaskTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(timeout.minusSeconds(1), timeout.plusSeconds(8));
            Pools.awaitDead(pid);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    void theMethodsOwnTimeoutGoesBeforeTheDefault() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofMinutes(5)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.spinForAWhile(0))).isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("300 ms");
        }
    }

    @Test
    void anOverridingTimeoutGoesBeforeTheMethods() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.overridingTaskTimeout(Duration.ofMillis(700)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.spinForAWhile(0))).isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("700 ms");
        }
    }

    /** Each task of a chunk has its own time. */
    @Test
    @DisplayName("B6 Each task of a chunk has its own time")
    void theTimeIsThatOfOneTaskNotOfItsChunk() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofSeconds(2)))) {
            assertThat(pool.map(MisbehaveTasks::nap, List.of(300, 300, 300, 300, 300, 300, 300, 300, 300, 300), 10).get())
                    .hasSize(10);
        }
    }

    /** B41: no call is left without an answer, not even when the kernel has stopped its worker. */
    @Test
    @DisplayName("B41 A worker that the kernel has stopped leaves no call without an answer")
    void aWorkerThatDoesNotBeginItsTaskIsReplaced() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.startTimeout(Duration.ofSeconds(2)))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Pools.stop(pid);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(pid);
            Pools.awaitDead(pid);
        }
    }

    /** B7: a wait that ends is not the end of the task. */
    @Test
    @DisplayName("B7 Waiting with a timeout stops the waiting alone")
    void aWaitWithATimeoutDoesNotEndTheTask() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            Path gate = directory.resolve("gate");
            CompletableFuture<Long> task = pool.submit(MisbehaveTasks.announceAndWait(directory.resolve("ran"), gate));
            assertThatThrownBy(() -> task.get(1, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            Files.createFile(gate);
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(pool.apply(MisbehaveTasks.pid(0)));
        }
    }
}
