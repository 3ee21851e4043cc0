package io.quarkiverse.processpool.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskLostException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ExitCode;

/** A worker that dies costs the task that it was running, and nothing else. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class WorkerDeathTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B1 SIGKILL of one of 4 workers: exactly the task that it was running fails, the 99 others complete")
    void aKilledWorkerCostsExactlyTheTaskThatItWasRunning() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(4)) {
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(pool.submit(MisbehaveTasks.announceAndWait(ran, gate)));
            }
            long victim = Long.parseLong(Pools.lines(ran, 4).get(0));
            Pools.kill(victim);
            Pools.lines(ran, 5);
            Files.createFile(gate);
            List<WorkerDiedException> failures = new ArrayList<>();
            for (CompletableFuture<Long> each : all) {
                try {
                    each.get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    failures.add((WorkerDiedException) e.getCause());
                }
            }
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0).pid()).isEqualTo(victim);
            assertThat(failures.get(0).signal()).hasValue(9);
            assertThat(failures.get(0).exitCode()).isEmpty();
            assertThat(failures.get(0).taskId()).isPositive();
            assertThat(Files.readAllLines(ran)).as("each task began once").hasSize(100);
        }
    }

    @Test
    @DisplayName("B1 In a map of 100 tasks the one whose worker is killed fails while the others run, and then the map returns with that failure")
    void aMapThatLosesAWorkerReturns() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(4)) {
            CompletableFuture<List<Long>> all = pool.map(i -> MisbehaveTasks.announceAndWait(ran, gate),
                    IntStream.range(0, 100).boxed().toList());
            long victim = Long.parseLong(Pools.lines(ran, 4).get(0));
            Pools.kill(victim);
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().failed() == 1);
            assertThat(pool.stats().completed()).as("the others run still").isZero();
            assertThat(all).as("waits for them").isNotDone();
            Files.createFile(gate);
            assertThatThrownBy(() -> all.get(60, TimeUnit.SECONDS)).cause()
                    .isInstanceOfSatisfying(WorkerDiedException.class, death -> {
                        assertThat(death.pid()).isEqualTo(victim);
                        assertThat(death.signal()).hasValue(9);
                    });
            assertThat(pool.stats().completed()).isEqualTo(99);
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(Files.readAllLines(ran)).as("each task began once").hasSize(100);
        }
    }

    @Test
    @DisplayName("B2 an idle worker that is killed fails no task and is replaced at once")
    void killingAnIdleWorkerFailsNothing() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(4)) {
            List<CompletableFuture<Long>> all = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(MisbehaveTasks.announceAndWait(ran, gate))).toList();
            long victim = Long.parseLong(Pools.lines(ran, 4).get(0));
            Files.createFile(gate);
            for (CompletableFuture<Long> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
            Pools.kill(victim);
            Pools.awaitDead(victim);
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers().stream()
                    .filter(worker -> worker.pid() != victim && worker.state() == WorkerState.IDLE).count() == 4);
            assertThat(pool.stats().failed()).isZero();
            assertThat(pool.stats().workersStarted()).isEqualTo(5);
        }
    }

    @Test
    void theReportHasNothingOfTheTasksBefore() throws Exception {
        try (WorkerPool pool = Pools.of(1); LoggedRecords log = LoggedRecords.ofPool("misbehave")) {
            pool.apply(ChoresTasks.complain("of somebody else"));
            await().atMost(Pools.PATIENCE).until(() -> log.has("of somebody else"));
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.complainAndDie("of mine")));
            assertThat(e.lastErrorLines()).containsExactly("of mine");
            assertThat(e).hasMessageContaining("    of mine\n").hasMessageNotContaining("somebody");
        }
    }

    @Test
    @DisplayName("B4 A failure names the worker, its end, the task and how long it ran")
    void theReportNamesTaskWorkerCauseOutputAndCommand() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.complainAndDie("the disk is on fire")));
            assertThat(e.exitCode()).hasValue(7);
            assertThat(e.signal()).isEmpty();
            assertThat(e.lastErrorLines()).contains("the disk is on fire");
            assertThat(e.ran()).isPositive();
            assertThat(e).hasMessageContaining("Misbehave.complainAndDie(String)").hasMessageContaining("pid " + e.pid())
                    .hasMessageContaining("exit code 7").hasMessageContaining("the disk is on fire")
                    .hasMessageContaining("-cp ").hasMessageContaining("MisbehaveWorker");
            assertThat(e.commandLine()).contains("-cp ").endsWith("MisbehaveWorker");
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    /** Each of a hundred tasks may have such a message, and a class path is longer than all the rest. */
    @ParameterizedTest
    @EnumSource(names = { "EXIT", "TIMEOUT", "HEAP" })
    @DisplayName("B4 The message has the beginning of the class path, and the report the command to be pasted")
    void theCommandIsShortInTheMessageAndWholeInTheReport(End end) throws Exception {
        List<Path> classPath = WorkerPool.builder("any").settings().classPath();
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("32m"))) {
            TaskLostException e = catchThrowableOfType(TaskLostException.class, () -> pool.apply(end.task));
            assertThat(e).hasMessageContaining("report().commandLine()")
                    .hasMessageContaining(classPath.get(0) + File.pathSeparator + "…(" + (classPath.size() - 1) + " more)")
                    .message().doesNotContain(classPath.get(classPath.size() - 1).toString());

            String command = e.report().commandLine();
            assertThat(command).contains(classPath.stream().map(Path::toString).collect(joining(File.pathSeparator)));
            Process pasted = new ProcessBuilder("sh", "-c", command).redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true).redirectOutput(directory.resolve("pasted").toFile()).start();
            assertThat(pasted.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pasted.exitValue()).as("it is a worker without a pool").isEqualTo(ExitCode.BAD_SETTINGS.code());
        }
    }

    @Test
    void aShortClassPathIsWholeInTheMessage() {
        PoolSettings settings = WorkerPool.builder("any").classPath(List.of(Path.of("a.jar"), Path.of("b.jar"))).settings();
        WorkerCommand command = new WorkerCommand(settings, "org.acme.Main", new ClassArchive(settings));
        assertThat(command.inShort()).isEqualTo("It was started with:\n    " + command)
                .endsWith(" -cp a.jar" + File.pathSeparator + "b.jar org.acme.Main");
    }

    /** The ways to lose a worker. */
    private enum End {
        EXIT(MisbehaveTasks.exit(3)),
        HALT(MisbehaveTasks.halt(4)),
        SIGKILL(TroubleTasks.killItself(0)),
        CRASH(TroubleTasks.crashNatively(0)),
        TIMEOUT(MisbehaveTasks.spinForAWhile(0)),
        HEAP(MisbehaveTasks.fillHeap(0));

        private final Task<?> task;

        End(Task<?> task) {
            this.task = task;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("B3 After any crash the next apply succeeds without a word of the user")
    void afterAnyCrashTheNextTaskRuns(End end) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("32m").jvmArgs("-XX:-CreateCoredumpOnCrash"))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.apply(end.task)).isInstanceOfAny(WorkerDiedException.class,
                        TaskTimeoutException.class, OutOfMemoryError.class);
                assertThat(pool.apply(MisbehaveTasks.square(i))).isEqualTo(i * i);
            }
        }
    }

    @Test
    @DisplayName("B4 Two tasks that lose their workers fail with an exception each")
    void eachFailureIsItsOwn() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            List<CompletableFuture<Void>> lost = List.of(pool.submit(MisbehaveTasks.exit(3)),
                    pool.submit(TroubleTasks.killItself(0)));
            List<WorkerDiedException> failures = new ArrayList<>();
            for (CompletableFuture<Void> each : lost) {
                failures.add((WorkerDiedException) catchThrowableOfType(ExecutionException.class,
                        () -> each.get(30, TimeUnit.SECONDS)).getCause());
            }
            assertThat(failures.get(0)).isNotSameAs(failures.get(1));
            assertThat(failures.get(0).exitCode()).hasValue(3);
            assertThat(failures.get(0).signal()).isEmpty();
            assertThat(failures.get(1).signal()).hasValue(9);
            assertThat(failures.get(1).exitCode()).isEmpty();
            assertThat(failures.get(0).taskId()).isNotEqualTo(failures.get(1).taskId());
            assertThat(failures).allMatch(e -> e.pid() > 0 && e.ran().toNanos() > 0);
        }
    }

    @Test
    @DisplayName("B35 Without retries a task that kills its worker has run once")
    void withoutRetriesATaskRunsOnce() throws Exception {
        Path file = directory.resolve("once");
        try (WorkerPool pool = Pools.of(2)) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(TroubleTasks.noteAndHalt(file)));
            assertThat(e.getSuppressed()).isEmpty();
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
            assertThat(Files.readAllLines(file)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 3, 255 })
    @DisplayName("B4 A task that calls System.exit fails with the code")
    void anExitOfTheTaskIsReportedWithItsCode(int code) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.exit(code)));
            assertThat(e.exitCode()).hasValue(code);
            assertThat(e).hasMessageContaining("System.exit(" + code + ")");
        }
    }

    @Test
    @DisplayName("B25 An OutOfMemoryError in a task arrives, its worker is never used again, and the next task runs")
    void anOutOfMemoryErrorArrivesAndItsWorkerIsReplaced() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("32m"))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            HeapExhaustedException e = catchThrowableOfType(HeapExhaustedException.class,
                    () -> pool.apply(MisbehaveTasks.fillHeap(0)));
            assertThat(e).hasCauseInstanceOf(OutOfMemoryError.class).hasMessageContaining("Misbehave.fillHeap(int)");
            assertThat(e.report().limit()).isEqualTo(Limit.MEMORY);
            assertThat(e.getCause().getStackTrace()[0].getMethodName()).isEqualTo("fillHeap");
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(pid);
            Pools.awaitDead(pid);
        }
    }

    @Test
    @DisplayName("B25 A heap that is full for good, so that nothing can be said of it, ends its worker and is told from an exit")
    void aHeapThatStaysFull() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("32m"))) {
            HeapExhaustedException e = catchThrowableOfType(HeapExhaustedException.class,
                    () -> pool.apply(ChoresTasks.fillTheHeapForGood(0)));
            assertThat(e).hasMessageContaining("Chores.fillTheHeapForGood(int)");
            assertThat(e.exitCode()).hasValue(ExitCode.HEAP_EXHAUSTED.code());
            assertThat(e.report().limit()).isEqualTo(Limit.MEMORY);
            assertThat(e.getSuppressed()).as("runs before, though it has retries: it would do so again").isEmpty();
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("B41 A StackOverflowError arrives and costs no worker")
    void aStackOverflowCostsNoWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.overflowStack(0))).isInstanceOf(StackOverflowError.class);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B35 retries=2 is at most 3 executions, and then a failure with all 3 causes")
    void aTaskIsRepeatedOnlyAsOftenAsItsMethodSays() throws Exception {
        Path file = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1)) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.haltAndCount(file)));
            assertThat(Files.readAllLines(file)).hasSize(3);
            assertThat(e.getSuppressed()).hasSize(2).allMatch(WorkerDiedException.class::isInstance);
            assertThat(pool.apply(MisbehaveTasks.haltAtFirst(directory.resolve("other")))).isEqualTo("second run");
        }
    }

    /** Short tasks travel several at a time; a death among them still costs one, and no result goes to another. */
    @Test
    @DisplayName("B1 A death among short tasks costs those that had begun, and no result goes to another task")
    void aDeathAmongShortTasksCostsOnlyWhatHadBegun() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            pool.map(MisbehaveTasks::square, IntStream.range(0, 20_000).boxed().toList()).get();
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                all.add(i == 1500 ? pool.submit(MisbehaveTasks.halt(1)) : pool.submit(MisbehaveTasks.square(i)));
            }
            int failed = 0;
            for (int i = 0; i < all.size(); i++) {
                try {
                    Object result = all.get(i).get(60, TimeUnit.SECONDS);
                    assertThat(result).isEqualTo(i * i);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(WorkerDiedException.class);
                    failed++;
                }
            }
            assertThat(failed).as("the one that halts, and results that were not sent yet").isBetween(1, 100);
            assertThat(all.get(1500)).isCompletedExceptionally();
        }
    }

    @Test
    @DisplayName("B23 What a task has started dies with it")
    void whatATaskHasStartedDiesWithIt() throws Exception {
        Path file = directory.resolve("pids");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> task = pool.submit(MisbehaveTasks.spawnAndSpin(file));
            List<String> pids = Pools.lines(file, 2);
            task.cancel(true);
            pids.forEach(pid -> Pools.awaitDead(Long.parseLong(pid)));
        }
    }
}
