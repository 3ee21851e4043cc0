package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers end after their tasks, when they are idle, and when they are recycled. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class WorkerLifetimeTest {

    @TempDir
    Path directory;

    /** Python's test_pool_worker_lifetime. */
    @Test
    void aWorkerIsReplacedAfterItsTasks() throws Exception {
        try (WorkerPool pool = Pools.of(3, builder -> builder.maxTasksPerWorker(10))) {
            List<Long> pids = pool.map(MisbehaveTasks::pid, IntStream.range(0, 100).boxed().toList()).get();
            assertThat(pids.stream().distinct()).hasSizeBetween(10, 12);
            pids.stream().distinct().forEach(pid -> assertThat(pids.stream().filter(pid::equals)).hasSizeLessThanOrEqualTo(10));
        }
    }

    @Test
    void aChunkLargerThanTheLimitIsCut() throws Exception {
        try (WorkerPool pool = Pools.of(2, builder -> builder.maxTasksPerWorker(3))) {
            List<Long> pids = pool.map(MisbehaveTasks::pid, IntStream.range(0, 20).boxed().toList(), 20).get();
            assertThat(pids.stream().distinct()).hasSizeBetween(7, 8);
        }
    }

    @Test
    @DisplayName("B28 An idle worker is ended, down to none, and the next task starts another")
    void anIdleWorkerIsEnded() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.idleTimeout(Duration.ofMillis(200)))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Pools.awaitDead(pid);
            Pools.awaitWorkers(pool, 0);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(pid);
        }
    }

    @Test
    void recycledWorkersFinishWhatTheyDo() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<Long> busy = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            long pid = Long.parseLong(Pools.lines(ran, 1).get(0));
            pool.recycle();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(pid);
            Files.createFile(gate);
            assertThat(busy.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
            Pools.awaitDead(pid);
        }
    }
}
