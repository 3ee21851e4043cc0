package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is told to stop cleans up after its last task; one that is killed does not. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(90)
class WorkerExitTest {

    @TempDir
    Path folder;
    private final List<WorkerPool> pools = new ArrayList<>();

    @AfterEach
    void endAll() {
        pools.forEach(WorkerPool::terminate);
    }

    private WorkerPool pool(UnaryOperator<PoolBuilder> settings) {
        WorkerPool pool = settings.apply(WorkerPool.builder("prepared").workers(1).jvmArgs("-Dprepared=" + folder)).build();
        pools.add(pool);
        return pool;
    }

    private WorkerPool pool() {
        return pool(builder -> builder);
    }

    private void expectOf(long pid, String... whats) throws IOException {
        assertThat(Files.readAllLines(folder.resolve("log"))).filteredOn(line -> line.endsWith(" " + pid))
                .extracting(line -> line.substring(0, line.indexOf(' '))).containsExactly(whats);
    }

    private static void closeAndJoin(WorkerPool pool) throws InterruptedException {
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @Test
    void itRunsWhenThePoolIsClosedAfterTheLastTask() throws Exception {
        WorkerPool pool = pool();
        CompletableFuture<Long> task = pool.submit(PreparedTasks.announceAndWait("busy", "go on"));
        Pools.lines(folder.resolve("log"), 3);
        pool.close();
        Files.createFile(folder.resolve("go on"));
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        expectOf(task.get(30, TimeUnit.SECONDS), "init", "more", "busy", "exit", "last");
    }

    @Test
    void itRunsWhenTheWorkerIsRecycled() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(PreparedTasks.pid(0));
            pool.recycle();
            Pools.awaitDead(pid);
            expectOf(pid, "init", "more", "exit", "last");
            long next = pool.apply(PreparedTasks.pid(0));
            expectOf(next, "init", "more");
        }
    }

    @Test
    void itRunsWhenTheWorkerHasDoneItsNumberOfTasks() throws Exception {
        WorkerPool pool = pool(builder -> builder.maxTasksPerWorker(2));
        List<Long> pids = pool.map(PreparedTasks::pid, List.of(1, 2, 3, 4)).get(30, TimeUnit.SECONDS);
        closeAndJoin(pool);
        assertThat(pids.stream().distinct()).hasSize(2);
        for (long pid : pids) {
            expectOf(pid, "init", "more", "exit", "last");
        }
    }

    @Test
    void itRunsWhenTheWorkerWasIdleForTooLong() throws Exception {
        try (WorkerPool pool = pool(builder -> builder.idleTimeout(Duration.ofMillis(200)))) {
            long pid = pool.apply(PreparedTasks.pid(0));
            Pools.awaitDead(pid);
            expectOf(pid, "init", "more", "exit", "last");
        }
    }

    @Test
    void itDoesNotRunInAWorkerThatIsKilled() throws Exception {
        WorkerPool pool = pool();
        long pid = pool.apply(PreparedTasks.pid(0));
        Pools.kill(pid);
        Pools.awaitDead(pid);
        long second = pool.apply(PreparedTasks.pid(0));
        pool.terminate();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        expectOf(pid, "init", "more");
        expectOf(second, "init", "more");
    }

    @Test
    void whatItThrowsIsInTheLogAndChangesNothing() throws Exception {
        Files.createFile(folder.resolve("throw in exit"));
        try (LoggedRecords lines = LoggedRecords.ofPool("prepared")) {
            WorkerPool pool = pool();
            long pid = pool.apply(PreparedTasks.pid(0));
            closeAndJoin(pool);
            expectOf(pid, "init", "more", "exit", "last");
            lines.await("[prepared-1 " + pid + "] A @WorkerExit method has failed, called by " + PreparedWorker.class.getName()
                    + ":");
            lines.await("[prepared-1 " + pid + "] java.io.IOException: no goodbye");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void theShutdownHooksRunAndAThreadThatIsLeftKeepsNobody(boolean threadIsLeft) throws Exception {
        WorkerPool pool = pool();
        long pid = pool.apply(PreparedTasks.leaveHook(threadIsLeft));
        closeAndJoin(pool);
        expectOf(pid, "init", "more", "exit", "last", "hook");
    }

    @Test
    void oneThatHangsIsEndedAfterTheShutdownTimeout() throws Exception {
        Files.createFile(folder.resolve("hang in exit"));
        WorkerPool pool = pool(builder -> builder.shutdownTimeout(Duration.ofMillis(500)));
        long pid = pool.apply(PreparedTasks.pid(0));
        closeAndJoin(pool);
        Pools.awaitDead(pid);
        expectOf(pid, "init", "more", "exit");
    }
}
