package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.WorkerStats;

/** CPython's {@code _TestPoolWorkerLifetime}, test by test, under the names of its tests. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class PoolWorkerLifetimeTest {

    @TempDir
    Path directory;

    private static Set<Long> pids(WorkerPool pool) {
        return pool.stats().workers().stream().map(WorkerStats::pid).collect(Collectors.toSet());
    }

    @Test
    void test_pool_worker_lifetime() throws Exception {
        try (WorkerPool pool = WorkerPool.builder("python").workers(3).maxTasksPerWorker(10).build()) {
            Path gate = directory.resolve("gate");
            List<CompletableFuture<Integer>> first = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                first.add(pool.submit(PythonTasks.sqrWhen(i, gate)));
            }
            Pools.awaitWorkers(pool, 3);
            org.awaitility.Awaitility.await().atMost(Pools.PATIENCE).until(() -> !pids(pool).contains(-1L));
            Set<Long> original = pids(pool);
            Files.createFile(gate);
            List<CompletableFuture<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                results.add(pool.submit(PythonTasks.sqr(i)));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(results.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            long now = pool.apply(PythonTasks.pidAfter(0, 0));
            assertThat(original).hasSize(3).doesNotContain(now);
            assertThat(pids(pool)).doesNotContainAnyElementsOf(original);
            assertThat(pool.stats().workersStarted()).as("104 tasks, 10 for each").isBetween(11L, 14L);
            for (CompletableFuture<Integer> each : first) {
                assertThat(each).isDone();
            }
        }
    }

    @Test
    void test_pool_worker_lifetime_early_close() throws Exception {
        WorkerPool pool = WorkerPool.builder("python").workers(3).maxTasksPerWorker(1).build();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            results.add(pool.submit(PythonTasks.sqrAfter(i, 300)));
        }
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        for (int i = 0; i < 6; i++) {
            assertThat(results.get(i)).isCompletedWithValue(i * i);
        }
    }

    /** 0 means never here, as Python's None does; what is not a whole number does not compile. */
    @ParameterizedTest
    @ValueSource(ints = { -1, -10, Integer.MIN_VALUE })
    void test_pool_maxtasksperchild_invalid(int tasks) throws Exception {
        assertThatThrownBy(() -> WorkerPool.builder("python").workers(3).maxTasksPerWorker(tasks).build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("max-tasks-per-worker of at least 0")
                .hasMessageContaining(Integer.toString(tasks));
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).maxTasksPerWorker(0).build()) {
            long pid = pool.apply(PythonTasks.pidAfter(0, 0));
            for (int i = 0; i < 20; i++) {
                assertThat(pool.apply(PythonTasks.pidAfter(0, 0))).isEqualTo(pid);
            }
        }
    }

    /** A process that ends with a pool which it did not close. */
    static final class Careless {

        private static WorkerPool pool;

        public static void main(String[] args) throws Exception {
            pool = WorkerPool.builder("python").workers(2).build();
            System.out.println(pool.apply(PythonTasks.pidAfter(0, 0)));
            if (!args[0].equals("idle")) {
                pool.submit(PythonTasks.sqrWhen(1, Path.of("never")));
            }
            if (args[0].equals("exit")) {
                System.exit(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "idle", "busy", "exit" })
    void test_worker_finalization_via_atexit_handler_of_multiprocessing(String how) throws Exception {
        Path output = directory.resolve("output");
        Process process = Pools.java(Careless.class, List.of("-Djava.io.tmpdir=" + directory), how)
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSize(1);
        Pools.awaitDead(Long.parseLong(lines.get(0)));
        org.awaitility.Awaitility.await().atMost(Pools.PATIENCE)
                .until(() -> LeavesNothingBehind.list(directory, "qpp-").isEmpty());
    }
}
