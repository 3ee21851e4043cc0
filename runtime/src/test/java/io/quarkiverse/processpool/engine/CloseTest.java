package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** close finishes what was submitted, terminate does not, join waits for the workers. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class CloseTest {

    @TempDir
    Path directory;

    @Test
    void closeLetsSubmittedTasksFinish() throws Exception {
        WorkerPool pool = Pools.of(2);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(pool.submit(MisbehaveTasks.nap(20)));
        }
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        assertThat(all).allMatch(task -> task.isDone() && !task.isCompletedExceptionally());
        assertThat(pool.stats().workers()).isEmpty();
    }

    /** A map is submitted as a whole, however far it has been read. */
    @Test
    void closeLetsAMapFinish() throws Exception {
        for (int i = 0; i < 3; i++) {
            WorkerPool pool = Pools.of(2);
            Iterable<Integer> numbers = () -> IntStream.range(0, 20_000).iterator();
            CompletableFuture<List<Integer>> squares = pool.map(MisbehaveTasks::square, numbers, 7);
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
            assertThat(squares.get(30, TimeUnit.SECONDS)).hasSize(20_000);
        }
    }

    @Test
    @DisplayName("B32 After close a submission throws IllegalStateException")
    void aClosedPoolTakesNothing() {
        WorkerPool pool = Pools.of(1);
        pool.close();
        pool.close();
        assertThatThrownBy(() -> pool.submit(MisbehaveTasks.square(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("misbehave").hasMessageContaining("closed");
        assertThatThrownBy(() -> pool.map(MisbehaveTasks::square, List.of(1))).isInstanceOf(IllegalStateException.class);
    }

    @RepeatedTest(5)
    @DisplayName("B32 Tasks submitted by many threads while the pool closes are answered or refused, and nothing hangs")
    void closingWhileManySubmit() throws Exception {
        WorkerPool pool = Pools.of(2);
        pool.apply(MisbehaveTasks.square(1));
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch underWay = new CountDownLatch(8);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                List<CompletableFuture<Integer>> taken = new ArrayList<>();
                try {
                    for (int i = 0; i < 1_000_000; i++) {
                        taken.add(pool.submit(MisbehaveTasks.square(3)));
                        underWay.countDown();
                        if (i % 50 == 0) {
                            taken.get(i).join();
                        }
                    }
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
                wrong.addAndGet((int) taken.stream().filter(task -> task.join() != 9).count());
            });
            thread.start();
            threads.add(thread);
        }
        underWay.await();
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(refused).hasValue(8);
        assertThat(wrong).hasValue(0);
    }

    @Test
    void joinNeedsAClosedPool() {
        WorkerPool pool = Pools.of(1);
        assertThatThrownBy(() -> pool.join(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        pool.terminate();
    }

    /** Python's test_terminate: ten thousand long tasks. */
    @Test
    void terminateEndsWhatRunsAndWhatWaits() throws Exception {
        WorkerPool pool = Pools.of(2);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        CompletableFuture<Integer> running = pool.submit(MisbehaveTasks.spin(directory.resolve("pid")));
        for (int i = 0; i < 10_000; i++) {
            all.add(pool.submit(MisbehaveTasks.nap(100_000)));
        }
        Pools.lines(directory.resolve("pid"), 1);
        pool.terminate();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        all.add(running);
        for (CompletableFuture<Integer> task : all) {
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whoHasTerminatedThePoolIsToldToEachWaitingTask() throws Exception {
        WorkerPool pool = Pools.of(1);
        pool.submit(MisbehaveTasks.nap(100_000));
        List<Throwable> told = new ArrayList<>();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(pool.submit(MisbehaveTasks.square(i)));
        }
        pool.terminate();
        for (CompletableFuture<Integer> task : all) {
            assertThat(task).isCancelled();
            task.whenComplete((result, e) -> told.add(e));
        }
        assertThat(told).as("without a stack of its own each").allMatch(e -> e.getStackTrace().length == 0);
        assertThat(told).hasSize(3).doesNotHaveDuplicates().allSatisfy(e -> assertThat(e)
                .hasMessage("The pool 'misbehave' was terminated before the task began")
                .hasStackTraceContaining("CloseTest.whoHasTerminated"));
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @Test
    void joinAnswersWhetherTheWorkersHaveEnded() throws Exception {
        WorkerPool pool = Pools.of(1);
        Path gate = directory.resolve("gate");
        CompletableFuture<Long> task = pool.submit(MisbehaveTasks.announceAndWait(directory.resolve("ran"), gate));
        pool.close();
        assertThat(pool.join(Duration.ofMillis(1))).isFalse();
        Files.createFile(gate);
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        assertThat(task).isCompleted();
    }

    /** {@code -DoneTaskWorkers=100} for a tenth of what the row says; Python's test_pool_worker_lifetime_early_close. */
    @Test
    @Timeout(1_800)
    @DisplayName("B18 A pool closed right after the last submission, with one task per worker, gives all results")
    void closeWithOneTaskPerWorkerLosesNothing() throws Exception {
        int tasks = Integer.getInteger("oneTaskWorkers", 1000);
        WorkerPool pool = Pools.of(5, builder -> builder.maxTasksPerWorker(1).jvmArgs("-XX:TieredStopAtLevel=1"));
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            all.add(pool.submit(MisbehaveTasks.pid(i)));
        }
        pool.close();
        assertThat(pool.join(Duration.ofMinutes(25))).isTrue();
        assertThat(all).allMatch(task -> task.isDone() && !task.isCompletedExceptionally());
        assertThat(all.stream().map(CompletableFuture::join).distinct()).as("pids may come again").hasSizeGreaterThan(
                tasks - 10);
        assertThat(pool.stats().workersStarted()).isGreaterThanOrEqualTo(tasks);
        assertThat(pool.stats().workers()).isEmpty();
    }
}
