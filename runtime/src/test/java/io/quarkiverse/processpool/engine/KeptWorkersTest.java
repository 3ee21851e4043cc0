package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.WorkerInitException;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;

/** min-workers and spare-workers: workers that are there though no task has asked for them. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class KeptWorkersTest {

    @TempDir
    Path directory;

    private static void awaitIdle(WorkerPool pool, int count) {
        await(count + " idle workers").atMost(Pools.PATIENCE).until(() -> pool.stats().workers().stream()
                .filter(worker -> worker.state() == WorkerState.IDLE).count() == count);
    }

    @Test
    void theyStartWithThePoolAndServeAnyClass() throws Exception {
        try (WorkerPool pool = Pools.of(3, builder -> builder.minWorkers(2))) {
            awaitIdle(pool, 2);
            List<Long> started = pool.stats().workers().stream().map(WorkerStats::pid).toList();
            assertThat(started).contains(pool.apply(MisbehaveTasks.pid(0)));
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    @Test
    void theyStayWhenThereIsNothingToDo() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(3, builder -> builder.minWorkers(1).idleTimeout(Duration.ofMillis(100)))) {
            CompletableFuture<?>[] all = IntStream.range(0, 3)
                    .mapToObj(i -> pool.submit(MisbehaveTasks.announceAndWait(ran, gate))).toArray(CompletableFuture[]::new);
            Pools.lines(ran, 3);
            Files.createFile(gate);
            CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
            Pools.awaitWorkers(pool, 1);
            pool.shrink();
            long left = pool.stats().workers().get(0).pid();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(left);
        }
    }

    @Test
    void oneThatDiesIsReplacedWithoutATask() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.minWorkers(5))) {
            awaitIdle(pool, 1);
            long first = pool.stats().workers().get(0).pid();
            Pools.kill(first);
            Pools.awaitDead(first);
            awaitIdle(pool, 1);
            assertThat(pool.stats().workers()).as("no more than the pool has places").hasSize(1)
                    .first().extracting(WorkerStats::pid).isNotEqualTo(first);
        }
    }

    @Test
    void aSpareTakesThePlaceOfOneThatDies() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.spareWorkers(1))) {
            long first = pool.apply(MisbehaveTasks.pid(0));
            awaitIdle(pool, 2);
            long spare = pool.stats().workers().stream().map(WorkerStats::pid).filter(pid -> pid != first).findFirst()
                    .orElseThrow();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).as("the spare gets no tasks").isEqualTo(first);
            Pools.kill(first);
            Pools.awaitDead(first);
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().stream().noneMatch(w -> w.pid() == first));
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(spare);
            awaitIdle(pool, 2);
        }
    }

    /** With one task for each worker, each task runs in what was a spare, and there are never more processes than that. */
    @Test
    void sparesTakeThePlacesOfWorkersThatHaveServed() throws Exception {
        try (WorkerPool pool = Pools.of(2, builder -> builder.spareWorkers(2).maxTasksPerWorker(1))) {
            for (int i = 0; i < 10; i++) {
                assertThat(pool.apply(MisbehaveTasks.square(i))).isEqualTo(i * i);
                PoolStats stats = pool.stats();
                assertThat(stats.workers()).filteredOn(worker -> worker.state() != WorkerState.STOPPING)
                        .hasSizeLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void sparesGoWithTheLastWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.spareWorkers(1).idleTimeout(Duration.ofMillis(500)))) {
            pool.apply(MisbehaveTasks.pid(0));
            Pools.awaitWorkers(pool, 2);
            Pools.awaitWorkers(pool, 0);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    @Test
    void aSpareNeverRunsBesideTheOthers() throws Exception {
        Path lock = directory.resolve("lock");
        try (WorkerPool pool = Pools.of(1, builder -> builder.spareWorkers(2).maxTasksPerWorker(3))) {
            CompletableFuture<?>[] all = IntStream.range(0, 30).mapToObj(i -> pool.submit(ChoresTasks.alone(lock)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).get(100, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClassThatCannotBeInitialisedIsNotTriedAgainAndAgain() throws Exception {
        Files.createFile(directory.resolve("broken"));
        try (WorkerPool pool = Pools.of(1,
                builder -> builder.minWorkers(1).spareWorkers(1).jvmArgs("-Dprepared=" + directory))) {
            assertThatExceptionOfType(WorkerInitException.class).isThrownBy(() -> pool.apply(PreparedTasks.pid(0)));
            awaitIdle(pool, 2);
            long started = pool.stats().workersStarted();
            assertThat(started).isLessThanOrEqualTo(4);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThat(pool.stats().workersStarted()).isEqualTo(started);
            assertThat(Pools.lines(directory.resolve("log"), 1)).hasSize(1);
        }
    }
}
