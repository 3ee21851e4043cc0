package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.WorkerInitException;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.WorkerState;

/** B30: a worker is prepared before it counts as ready; if that fails, those who wait for it hear it at once. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(90)
class WorkerInitTest {

    @TempDir
    Path folder;
    private final List<WorkerPool> pools = new ArrayList<>();

    @AfterEach
    void endAll() {
        pools.forEach(WorkerPool::terminate);
    }

    private WorkerPool pool(int workers) {
        return pool(workers, builder -> builder);
    }

    private WorkerPool pool(int workers, UnaryOperator<PoolBuilder> settings) {
        WorkerPool pool = settings.apply(WorkerPool.builder("prepared").workers(workers).jvmArgs("-Dprepared=" + folder))
                .build();
        pools.add(pool);
        return pool;
    }

    private void ask(String what) throws IOException {
        Files.createFile(folder.resolve(what));
    }

    private void askNoMore(String what) throws IOException {
        Files.delete(folder.resolve(what));
    }

    private List<String> log(int lines) {
        return Pools.lines(folder.resolve("log"), lines);
    }

    /** The lines of that kind, once there are so many. */
    private List<String> log(String kind, int count) {
        return await().atMost(Pools.PATIENCE)
                .until(() -> log(0).stream().filter(line -> line.startsWith(kind + " ")).toList(),
                        lines -> lines.size() >= count);
    }

    private static long pidOf(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static WorkerInitException initFailure(CompletableFuture<?> task) {
        Throwable failure = catchThrowableOfType(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS)).getCause();
        assertThat(failure).isInstanceOf(WorkerInitException.class);
        return (WorkerInitException) failure;
    }

    private static void closeAndJoin(WorkerPool pool) throws InterruptedException {
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
    }

    @Test
    void initRunsBeforeTheFirstTaskInTheOrderOfTheSource() throws Exception {
        try (WorkerPool pool = pool(1)) {
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
        }
    }

    @Test
    void whatInitLeavesOnTheThreadIsNotForTheFirstTask() throws Exception {
        try (WorkerPool pool = pool(1)) {
            assertThat(pool.apply(PreparedTasks.isInterrupted())).isFalse();
        }
    }

    @Test
    @DisplayName("B30 A worker is not ready before its @WorkerInit methods have returned")
    void aWorkerIsNotReadyBeforeItsInitHasReturned() throws Exception {
        ask("wait in init");
        try (WorkerPool pool = pool(1)) {
            CompletableFuture<Long> task = pool.submit(PreparedTasks.pid(0));
            long pid = pidOf(log("init", 1).get(0));
            assertThat(pool.stats().workers()).singleElement().satisfies(worker -> {
                assertThat(worker.state()).isEqualTo(WorkerState.LAUNCHING);
                assertThat(worker.pid()).isEqualTo(pid);
            });
            assertThat(pool.stats().queueLength()).isEqualTo(1);
            assertThat(task).isNotDone();
            askNoMore("wait in init");
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().get(0).state() == WorkerState.IDLE);
        }
    }

    @Test
    @DisplayName("B30 A @WorkerInit method that fails fails all waiting tasks at once, each with an exception of its own")
    void aFailingInitFailsAllThatWaitAtOnce() throws Exception {
        ask("broken");
        ask("wait in init");
        try (WorkerPool pool = pool(1)) {
            List<CompletableFuture<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(pool.submit(PreparedTasks.pid(i)));
            }
            long pid = pidOf(log("init", 1).get(0));
            askNoMore("wait in init");

            List<WorkerInitException> failures = tasks.stream().map(WorkerInitTest::initFailure).toList();
            assertThat(failures).doesNotHaveDuplicates().allSatisfy(failure -> {
                assertThat(failure.pid()).isEqualTo(pid);
                assertThat(failure.className()).isEqualTo("java.io.IOException");
                assertThat(failure.originalMessage()).isEqualTo("no model");
                assertThat(failure).hasMessageContaining("prepared-1 (pid " + pid + ")")
                        .hasMessageContaining("pool 'prepared'").hasMessageContaining(Prepared.class.getName() + " failed")
                        .hasMessageContaining("java.io.IOException: no model")
                        .hasMessageEndingWith(
                                "Repair the method, or give it what it needs; the next task has it called again.");
                assertThat(failure.getCause()).isInstanceOf(IOException.class).hasMessage("no model")
                        .hasCauseInstanceOf(IllegalStateException.class);
                assertThat(failure.getCause().getStackTrace()).extracting(StackTraceElement::getMethodName).contains("init");
            });
            assertThat(failures).extracting(Throwable::getCause).doesNotHaveDuplicates();
            assertThat(failures).extracting(Throwable::getMessage).doesNotHaveDuplicates();
            assertThat(pool.stats().failed()).isEqualTo(5);
            Pools.awaitDead(pid);
            assertThat(log(1)).containsExactly("init " + pid); // one worker, once, and nothing after it

            askNoMore("broken");
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
        }
    }

    @Test
    void aFailingInitFailsTheTasksOfAChunk() throws Exception {
        ask("broken");
        try (WorkerPool pool = pool(1)) {
            initFailure(pool.map(PreparedTasks::pid, List.of(1, 2, 3, 4), 4));
            assertThat(pool.stats().failed()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("B30 A map whose workers all fail to initialise stops after the second")
    void aMapStopsWhenTheFailureRepeats() throws Exception {
        ask("broken");
        try (WorkerPool pool = pool(1)) {
            List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
            initFailure(pool.map(PreparedTasks::pid, items, 1));
            assertThat(log("init", 2)).hasSize(2);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);

            askNoMore("broken");
            assertThat(pool.map(PreparedTasks::pid, items).get(30, TimeUnit.SECONDS)).hasSize(10_000);
        }
    }

    /** While others of its kind are on their way, the failure of one is not told to a task that came after it. */
    @Test
    void aTaskAfterTheFailureWaitsForAWorkerOfItsOwn() throws Exception {
        ask("broken");
        ask("wait in init");
        try (WorkerPool pool = pool(2)) {
            CompletableFuture<Long> first = pool.submit(PreparedTasks.pid(1));
            CompletableFuture<Long> second = pool.submit(PreparedTasks.pid(2));
            List<String> both = log("init", 2);
            ask("go " + pidOf(both.get(0)));
            initFailure(first);
            initFailure(second);

            CompletableFuture<Long> third = pool.submit(PreparedTasks.pid(3));
            ask("go " + pidOf(both.get(1)));
            Pools.awaitDead(pidOf(both.get(1)));
            long next = pidOf(log("init", 3).get(2));
            assertThat(third).isNotDone();
            askNoMore("broken");
            askNoMore("wait in init");
            assertThat(third.get(30, TimeUnit.SECONDS)).isEqualTo(next);
        }
    }

    @Test
    void tasksOfOtherClassesDoNotFailWithIt() throws Exception {
        ask("broken");
        ask("wait in init");
        try (WorkerPool pool = pool(1)) {
            CompletableFuture<Long> prepared = pool.submit(PreparedTasks.pid(1));
            CompletableFuture<Boolean> guest = pool.submit(GuestTasks.isReady(1));
            CompletableFuture<Long> another = pool.submit(PreparedTasks.pid(2));
            log("init", 1);
            askNoMore("wait in init");
            initFailure(prepared);
            initFailure(another);
            assertThat(guest.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSecondClassOfThePoolIsInitialisedBeforeItsOwnFirstTask() throws Exception {
        WorkerPool pool = pool(1);
        long pid = pool.apply(PreparedTasks.pid(0));
        assertThat(log(2)).containsExactly("init " + pid, "more " + pid);
        assertThat(pool.map(GuestTasks::isReady, List.of(1, 2, 3), 1).get(30, TimeUnit.SECONDS)).containsOnly(true);
        assertThat(pool.apply(PreparedTasks.pid(0))).isEqualTo(pid);
        closeAndJoin(pool);
        assertThat(log(6)).containsExactly("init " + pid, "more " + pid, "arrive " + pid, "leave " + pid, "exit " + pid,
                "last " + pid);
    }

    /** The worker that has been chosen for them begins them when it has initialised their class; another one can at once. */
    @Test
    void tasksDoNotWaitForTheInitOfTheirClassWhileAWorkerIsFreeThatHasDoneIt() throws Exception {
        WorkerPool pool = pool(2);
        CompletableFuture<Long> one = pool.submit(MisbehaveTasks.announceAndWait(folder.resolve("log"), folder.resolve("two")));
        CompletableFuture<Long> two = pool.submit(MisbehaveTasks.announceAndWait(folder.resolve("log"), folder.resolve("two")));
        log(2);
        ask("two");
        CompletableFuture.allOf(one, two).get(30, TimeUnit.SECONDS);
        Files.delete(folder.resolve("log"));
        long prepared = pool.apply(PreparedTasks.pid(0));
        for (int i = 0; i < 100; i++) {
            assertThat(pool.apply(PreparedTasks.pid(i))).isEqualTo(prepared);
        }
        long other = prepared == one.get() ? two.get() : one.get();

        ask("wait in init");
        CompletableFuture<Long> busy = pool.submit(PreparedTasks.announceAndWait("busy", "go on"));
        log("busy", 1);
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(pool.submit(PreparedTasks.pid(i)));
        }
        assertThat(pidOf(log("init", 2).get(1))).as("the worker that got the first of them").isEqualTo(other);
        ask("go on");

        assertThat(busy.get(30, TimeUnit.SECONDS)).isEqualTo(prepared);
        for (CompletableFuture<Long> task : all) {
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(prepared);
        }
        ask("go " + other);
        log("more", 2);
        closeAndJoin(pool);
        assertThat(pool.stats().completed()).isEqualTo(124);
        assertThat(pool.stats().workersStarted()).isEqualTo(2);
    }

    @Test
    void aSecondClassThatFailsCostsItsTasksAndRetiresTheWorker() throws Exception {
        ask("no room");
        WorkerPool pool = pool(1);
        long pid = pool.apply(PreparedTasks.pid(0));
        WorkerInitException failure = initFailure(pool.map(GuestTasks::isReady, List.of(1, 2, 3), 3));
        assertThat(failure.pid()).isEqualTo(pid);
        assertThat(failure).hasMessageContaining(Guest.class.getName() + " failed")
                .hasMessageContaining("no room for the guest")
                .hasCauseInstanceOf(Guest.NoRoomException.class);
        assertThat(pool.stats().failed()).isEqualTo(3);
        assertThat(pool.apply(PreparedTasks.pid(0))).isNotEqualTo(pid);
        Pools.awaitDead(pid);
        assertThat(log(0)).filteredOn(line -> pidOf(line) == pid).containsExactly("init " + pid, "more " + pid, "arrive " + pid,
                "exit " + pid, "last " + pid);

        askNoMore("no room");
        assertThat(pool.apply(GuestTasks.isReady(0))).isTrue();
        closeAndJoin(pool);
    }

    @Test
    void aSecondClassThatFillsTheHeapEndsTheWorker() throws Exception {
        ask("heap is full");
        try (WorkerPool pool = pool(1)) {
            long pid = pool.apply(PreparedTasks.pid(0));
            WorkerInitException failure = initFailure(pool.submit(GuestTasks.isReady(0)));
            assertThat(failure).hasCauseInstanceOf(OutOfMemoryError.class);
            Pools.awaitDead(pid);
            assertThat(log(0)).noneMatch(line -> line.startsWith("exit"));
            assertThat(pool.apply(PreparedTasks.pid(0))).isNotEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B30 A @WorkerInit method that hangs is bounded by the start-timeout")
    void anInitThatHangsIsBoundedByTheStartTimeout() throws Exception {
        ask("wait in init");
        try (WorkerPool pool = pool(1, builder -> builder.startTimeout(Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> pool.apply(PreparedTasks.pid(0))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("@WorkerInit methods had not returned after a start-timeout of 2.0 s");
            askNoMore("wait in init");
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().health() == PoolHealth.UP);
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
        }
    }

    @Test
    void anInitThatExitsIsAStartThatFailed() throws Exception {
        ask("exit in init");
        try (WorkerPool pool = pool(1)) {
            assertThatThrownBy(() -> pool.apply(PreparedTasks.pid(0))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("exit code 3 before it was ready").hasMessageContaining("@WorkerInit");
            askNoMore("exit in init");
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().health() == PoolHealth.UP);
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
        }
    }

    @Test
    void whatInitPrintsIsInTheLog() throws Exception {
        try (LoggedRecords lines = LoggedRecords.ofPool("prepared"); WorkerPool pool = pool(1)) {
            long pid = pool.apply(PreparedTasks.pid(0));
            lines.await("[prepared-1 " + pid + "] getting ready");
        }
    }

    @Test
    void whyAnInitFailedIsInTheLog() throws Exception {
        ask("broken");
        try (LoggedRecords lines = LoggedRecords.ofPool("prepared"); WorkerPool pool = pool(1)) {
            WorkerInitException failure = initFailure(pool.submit(PreparedTasks.pid(0)));
            lines.await("[prepared-1 " + failure.pid() + "] java.io.IOException: no model");
            lines.await("Worker prepared-1 (pid " + failure.pid()
                    + ") has ended: exit code 77: the worker ended itself, because a @WorkerInit method had failed");
        }
    }
}
