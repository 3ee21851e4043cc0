package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerState;

/** A large pool does not start all its JVMs at once, which would make each of them slow. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(300)
class ManyStartsTest {

    private static final int WORKERS = Roster.MOST_STARTING + 4;

    @TempDir
    Path directory;

    private Path open;
    private Path starts;
    private Path java;

    /** A JVM that comes up when it may. */
    @BeforeEach
    void makeJava() throws IOException {
        open = directory.resolve("open");
        starts = directory.resolve("starts");
        java = Pools.javaAfter(directory, "echo start >> '" + starts + "'\n" + Pools.untilThere(open));
    }

    @Test
    void forTasks() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = WorkerPool.builder("python").workers(WORKERS).heap("16m").java(java).build()) {
            List<CompletableFuture<Integer>> all = IntStream.range(0, WORKERS)
                    .mapToObj(i -> pool.submit(PythonTasks.sqrWhen(i, gate))).toList();
            Pools.lines(starts, Roster.MOST_STARTING);
            assertThat(pool.stats().workersStarted()).isEqualTo(Roster.MOST_STARTING);
            Files.createFile(open);
            await().atMost(Pools.PATIENCE.multipliedBy(2)).until(() -> pool.stats().workers().stream()
                    .filter(worker -> worker.state() == WorkerState.BUSY).count() == WORKERS);
            Files.createFile(gate);
            for (int i = 0; i < WORKERS; i++) {
                assertThat(all.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(WORKERS);
        }
    }

    @Test
    void forThePoolItself() throws Exception {
        try (WorkerPool pool = WorkerPool.builder("python").workers(WORKERS).minWorkers(WORKERS).heap("16m").java(java)
                .build()) {
            Pools.lines(starts, Roster.MOST_STARTING);
            assertThat(pool.stats().workersStarted()).isEqualTo(Roster.MOST_STARTING);
            Files.createFile(open);
            await().atMost(Pools.PATIENCE.multipliedBy(2)).until(() -> pool.stats().workers().stream()
                    .filter(worker -> worker.state() == WorkerState.IDLE).count() == WORKERS);
            assertThat(pool.stats().workersStarted()).isEqualTo(WORKERS);
        }
    }
}
