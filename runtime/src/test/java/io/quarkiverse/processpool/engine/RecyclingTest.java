package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerStats;

/** A worker that has served for long enough is replaced, by one that is warm before it leaves. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(600)
class RecyclingTest {

    private static final long MB = 1 << 20;

    @TempDir
    Path directory;

    /**
     * The tasks, {@code -Dleaks=1000} of them, take some time: a worker lasts for longer than the next one takes to start. Only
     * the
     * first task of a worker can wait for a start, so that others are slow on a busy machine does not matter.
     */
    @Test
    @DisplayName("B27 1,000 tasks that leak 5 MB each: never more than 350 MB with recycle-rss=300M, and not one in a hundred waits for the start of a JVM")
    void memory() throws Exception {
        int tasks = Integer.getInteger("leaks", 1000);
        long start = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            try (WorkerPool pool = leaking()) {
                long begin = System.nanoTime();
                pool.apply(ChoresTasks.keepNativeFor(5, 20));
                start = Math.min(start, System.nanoTime() - begin);
            }
        }
        long[] latency = new long[tasks];
        Set<Long> pids = new HashSet<>();
        long most = 0;
        int waitedForStart = 0;
        try (WorkerPool pool = leaking()) {
            pids.add(pool.apply(MisbehaveTasks.pid(0)));
            for (int i = 0; i < tasks; i++) {
                long begin = System.nanoTime();
                long pid = pool.apply(ChoresTasks.keepNativeFor(5, 20));
                latency[i] = System.nanoTime() - begin;
                waitedForStart += !pids.contains(pid) && latency[i] >= start ? 1 : 0;
                most = Math.max(most, ResidentMemory.of(pid));
                pids.add(pid);
            }
        }
        Arrays.sort(latency);
        long p99 = latency[tasks * 99 / 100 - 1];
        System.out
                .println("leak: " + tasks + " tasks, " + pids.size() + " workers, at most " + most / MB + " MB, a start takes "
                        + start / 1_000_000 + " ms, p50 " + latency[tasks / 2] / 1_000_000 + " ms, p99 " + p99 / 1_000_000
                        + " ms, slowest "
                        + latency[tasks - 1] / 1_000_000 + " ms");
        assertThat(pids).as("5 MB for each task in workers of at most 300").hasSizeGreaterThan(tasks * 5 / 350);
        assertThat(most).isLessThan(350 * MB);
        assertThat(waitedForStart).as("first tasks of a worker that took as long as a start: at most one in a hundred of all")
                .isLessThanOrEqualTo(tasks / 100);
    }

    private static WorkerPool leaking() {
        return Pools.of(1, builder -> builder.heap("64m").jvmArgs("-XX:MaxDirectMemorySize=2g").recycleRss(300 * MB));
    }

    @Test
    @DisplayName("B19 a limit that a fresh worker is over already is said once, and each worker serves")
    void aLimitBelowAFreshWorker() throws Exception {
        try (LoggedRecords log = LoggedRecords.ofPool("misbehave")) {
            try (WorkerPool pool = Pools.of(1, builder -> builder.recycleRss(MB))) {
                Set<Long> pids = new HashSet<>();
                for (int i = 0; i < 5; i++) {
                    pids.add(pool.apply(MisbehaveTasks.pid(i)));
                }
                assertThat(pids).hasSize(5);
                assertThat(pool.stats().workersStarted()).as("one after the other, not round and round").isLessThan(9);
                pool.close();
                assertThat(pool.join(Pools.PATIENCE)).isTrue();
            }
            assertThat(log.warnings()).singleElement().asString().contains("pool 'misbehave'",
                    "resident before their first task", "more than their recycle-rss of 1024 KB", "Raise recycle-rss");
        }
    }

    @Test
    void age() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxAge(Duration.ofSeconds(1)))) {
            long first = pool.apply(MisbehaveTasks.pid(0));
            await().atMost(Pools.PATIENCE).until(() -> pool.apply(MisbehaveTasks.pid(0)) != first);
            Pools.awaitDead(first);
        }
    }

    /** Two processes there may be meanwhile; never two at work. */
    @Test
    void aPoolOfOneRunsOneTaskAtATime() throws Exception {
        Path lock = directory.resolve("lock");
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxTasksPerWorker(3).maxAge(Duration.ofMillis(700)))) {
            CompletableFuture<?>[] all = IntStream.range(0, 60).mapToObj(i -> pool.submit(ChoresTasks.alone(lock)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).get(100, TimeUnit.SECONDS);
        }
    }

    @Test
    void theReplacementIsThereBeforeTheLastTask() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxTasksPerWorker(4))) {
            long first = pool.apply(MisbehaveTasks.pid(0));
            pool.apply(MisbehaveTasks.pid(0));
            pool.apply(MisbehaveTasks.pid(0));
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().stream().map(WorkerStats::pid)
                    .filter(pid -> pid > 0).count() == 2);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).as("four for each").isEqualTo(first);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(first);
        }
    }

    @Test
    @DisplayName("B28 shrinking ends the idle workers")
    void shrink() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            pool.shrink();
            Pools.awaitWorkers(pool, 0);
            Pools.awaitDead(pid);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    void resize() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<?>[] all = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(MisbehaveTasks.announceAndWait(ran, gate))).toArray(CompletableFuture[]::new);
            Pools.lines(ran, 1);
            pool.resize(3);
            Pools.lines(ran, 3);
            assertThat(pool.stats().size()).isEqualTo(3);
            pool.resize(2);
            java.nio.file.Files.createFile(gate);
            CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().size() <= 2);
            pool.resize(1);
            Pools.awaitWorkers(pool, 1);
            assertThat(pool.apply(MisbehaveTasks.square(5))).isEqualTo(25);
        }
    }
}
