package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskLostException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerStartException;

/** Each limit ends what goes over it, and says that it was this one. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class LimitsTest {

    private static final long MB = 1 << 20;
    /** The promise is one of 500 ms on an idle machine. */
    private static final Duration TEN_SAMPLING_PERIODS = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private <T extends TaskLostException> T failure(Class<T> type, Limit limit, UnaryOperator<PoolBuilder> settings,
            Task<?> task) throws Exception {
        try (WorkerPool pool = Pools.of(1, settings)) {
            T e = catchThrowableOfType(type, () -> pool.apply(task));
            assertThat(e).as("%s fails with a %s", task, type).isNotNull();
            assertThat(e.report().limit()).isEqualTo(limit);
            assertThat(e).hasMessageContaining(limit == Limit.MEMORY ? "max-rss" : limit.toString());
            assertThat(e.report().task()).contains(task.entryPoint().signature());
            assertThat(e.report().argumentBytes()).isPositive();
            return e;
        }
    }

    @Test
    @DisplayName("B42 the message names the limit: task, with a dump of the threads")
    void task() throws Exception {
        TaskTimeoutException e = failure(TaskTimeoutException.class, Limit.TASK,
                builder -> builder.taskTimeout(Duration.ofMillis(500)), MisbehaveTasks.nap(1_000_000));
        assertThat(e.threadDump()).startsWith("\"main\" TIMED_WAITING").contains("Misbehave.nap");
        assertThat(e).hasMessageContaining("Misbehave.nap");
        assertThat(e.timeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    @DisplayName("B42 the message names the limit: progress")
    void progress() throws Exception {
        TaskTimeoutException e = failure(TaskTimeoutException.class, Limit.PROGRESS,
                builder -> builder.progressTimeout(Duration.ofSeconds(2)), ChoresTasks.speakAndFallSilent(30, 100));
        assertThat(e.ran()).as("as long as it spoke, it went on").isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("B42 the message names the limit: queue")
    void queue() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1, builder -> builder.queueTimeout(Duration.ofMillis(500)))) {
            await("the start of the worker counts too").atMost(Pools.PATIENCE).ignoreExceptions()
                    .until(() -> pool.apply(MisbehaveTasks.square(1)) == 1);
            CompletableFuture<Long> first = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            Pools.lines(ran, 1);
            TaskTimeoutException e = catchThrowableOfType(TaskTimeoutException.class,
                    () -> pool.apply(MisbehaveTasks.square(1)));
            assertThat(e.limit()).isEqualTo(Limit.QUEUE);
            assertThat(e).hasMessageContaining("queue-timeout of 500 ms").hasMessageContaining("Misbehave.square(int)");
            Files.createFile(gate);
            assertThat(first.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    @Test
    @DisplayName("B42 the message names the limit: start-up")
    void startUp() throws Exception {
        Path script = Files.writeString(directory.resolve("java"), "#!/bin/sh\nexec sleep 1000\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        failure(WorkerStartException.class, Limit.START_UP,
                builder -> builder.java(script).startTimeout(Duration.ofMillis(300)), MisbehaveTasks.square(1));
    }

    @Test
    @DisplayName("B42 the message names the limit: shutdown")
    void shutdown() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1, builder -> builder.shutdownTimeout(Duration.ofMillis(300)))) {
            CompletableFuture<Long> running = pool.submit(MisbehaveTasks.announceAndWait(ran, directory.resolve("never")));
            CompletableFuture<Integer> waiting = pool.submit(MisbehaveTasks.square(1));
            Pools.lines(ran, 1);
            pool.close();
            assertThat(pool.join(Duration.ofMillis(300))).isFalse();
            pool.terminateLate();
            for (CompletableFuture<?> each : List.of(running, waiting)) {
                TaskTimeoutException e = (TaskTimeoutException) catchThrowable(() -> each.get(30, TimeUnit.SECONDS)).getCause();
                assertThat(e.limit()).isEqualTo(Limit.SHUTDOWN);
                assertThat(e).hasMessageContaining("shutdown-timeout of 300 ms");
            }
        }
    }

    @Test
    @DisplayName("B24, B42 native memory over max-rss ends the worker in the middle of its task")
    void nativeMemory() throws Exception {
        MemoryLimitException e = failure(MemoryLimitException.class, Limit.MEMORY,
                builder -> builder.heap("64m").jvmArgs("-XX:MaxDirectMemorySize=2g").maxRss(300 * MB),
                ChoresTasks.keepNativeAndGoOn(400));
        assertThat(e.residentBytes()).isGreaterThan(300 * MB);
        assertThat(e.limitBytes()).isEqualTo(300 * MB);
        assertThat(e.source()).isEqualTo(MemoryLimitException.Source.NATIVE);
        assertThat(e.report().threadDump()).contains("Chores.keepNative");
    }

    @Test
    @DisplayName("B24 so does heap, and it is told apart")
    void heapMemory() throws Exception {
        MemoryLimitException e = failure(MemoryLimitException.class, Limit.MEMORY,
                builder -> builder.heap("1g").maxRss(300 * MB), ChoresTasks.keepHeapAndGoOn(400));
        assertThat(e.source()).isEqualTo(MemoryLimitException.Source.HEAP);
    }

    @ParameterizedTest
    @CsvSource({ "NATIVE, 0", "NATIVE, 500", "HEAP, 0", "HEAP, 500" })
    @DisplayName("B24 it is ended soon after it has crossed max-rss, whether it takes more megabytes or rests")
    void soonAfterTheCrossing(MemoryLimitException.Source source, int more) throws Exception {
        boolean ofHeap = source == MemoryLimitException.Source.HEAP;
        Path lastBelow = directory.resolve("below");
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap(ofHeap ? "1g" : "64m")
                .jvmArgs("-XX:MaxDirectMemorySize=2g").maxRss(300 * MB))) {
            MemoryLimitException e = catchThrowableOfType(MemoryLimitException.class,
                    () -> pool.apply(ChoresTasks.cross(300 * MB, ofHeap, lastBelow, more)));
            Pools.awaitDead(e.pid());
            long end = System.currentTimeMillis();
            List<String> below = Files.readAllLines(lastBelow);
            long begin = Long.parseLong(below.get(below.size() - 1));
            assertThat(Duration.ofMillis(end - begin)).as("from the crossing to the death")
                    .isLessThan(TEN_SAMPLING_PERIODS);
            assertThat(e.residentBytes()).isGreaterThan(300 * MB);
            assertThat(e.source()).isEqualTo(source);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("B9 a worker in a death spiral of its collector is killed by the time-out")
    void aStrangledCollector() throws Exception {
        try (WorkerPool pool = Pools.of(1,
                builder -> builder.heap("24m").taskTimeout(Duration.ofSeconds(2)).jvmArgs("-XX:-UseGCOverheadLimit"))) {
            assertThat(catchThrowable(() -> pool.apply(ChoresTasks.strangleTheCollector(0))))
                    .isInstanceOf(TaskTimeoutException.class);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("B34 progress of a task and of a map can be looked at while they run")
    void progressCanBeSeen() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            Call<Integer> steps = pool.track(ChoresTasks.steps(directory, 3));
            for (int i = 1; i <= 3; i++) {
                int step = i;
                await().atMost(Pools.PATIENCE).until(() -> steps.progress().done() == step);
                assertThat(steps.progress().total()).isEqualTo(3);
                Files.createFile(directory.resolve("step-" + i));
            }
            assertThat(steps.future().get(30, TimeUnit.SECONDS)).isEqualTo(3);
            assertThat(steps.progress().elapsed()).isPositive();

            Call<List<Integer>> map = pool.trackMap(MisbehaveTasks::square, List.of(1, 2, 3, 4, 5));
            map.future().get(30, TimeUnit.SECONDS);
            Progress end = map.progress();
            assertThat(end.done()).isEqualTo(5);
            assertThat(end.total()).isEqualTo(5);
            assertThat(end.failed()).isZero();
            assertThat(end.perSecond()).isPositive();

            Call<List<Integer>> failing = pool.trackMap(MisbehaveTasks::fail, List.of("a", "b"));
            assertThat(catchThrowable(() -> failing.future().get(30, TimeUnit.SECONDS))).isNotNull();
            assertThat(failing.progress().failed()).isEqualTo(2);
        }
    }
}
