package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.NativeCrashException;
import io.quarkiverse.processpool.ProtocolBrokenException;
import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.engine.PoolBuilder;
import io.quarkiverse.processpool.engine.WorkerPool;

/** Each misbehaviour gives its caller what its documentation says, and the pool goes on. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class MisbehaveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static WorkerPool pool() {
        return pool(builder -> builder);
    }

    private static WorkerPool pool(UnaryOperator<PoolBuilder> settings) {
        return settings.apply(WorkerPool.builder("misbehave").workers(1).heap("64m")).build();
    }

    private static WorkerDiedException death(WorkerPool pool, Task<?> task) throws Exception {
        WorkerDiedException death = catchThrowableOfType(WorkerDiedException.class, () -> pool.apply(task));
        assertThat(pool.apply(MisbehaveTasks.square(3))).as("the next task").isEqualTo(9);
        return death;
    }

    /** The worker must not have been replaced. */
    private static void expectSameWorker(WorkerPool pool, long pid) throws Exception {
        assertThat(pool.apply(MisbehaveTasks.pid())).as("the worker").isEqualTo(pid);
    }

    private static void awaitDead(long pid) {
        await("end of process " + pid).atMost(PATIENCE)
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void exitAndHalt() throws Exception {
        try (WorkerPool pool = pool()) {
            for (Task<?> task : List.of(MisbehaveTasks.exit(3), MisbehaveTasks.halt(3))) {
                assertThat(death(pool, task)).isInstanceOf(WorkerExitedException.class);
                assertThat(death(pool, task).exitCode()).hasValue(3);
            }
            assertThat(death(pool, MisbehaveTasks.exit(137)).exitCode()).as("not a signal").hasValue(137);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 9, 10, 15 })
    void aSignalThatEndsTheWorker(int number) throws Exception {
        assumeThat(isIgnored(number)).as("what starts this JVM has it ignore signal " + number + ", and so do its children")
                .isFalse();
        try (WorkerPool pool = pool()) {
            WorkerDiedException death = death(pool, MisbehaveTasks.signal(number));
            assertThat(death).isInstanceOf(WorkerKilledException.class);
            assertThat(death.signal()).hasValue(number);
        }
    }

    /** As a shell without job control does to INT of what it starts in the background. */
    private static boolean isIgnored(int number) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("SigIgn:"))
                .findFirst().orElseThrow().substring("SigIgn:".length()).strip();
        return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 6, 11 })
    void aSignalOfBrokenNativeCode(int number) throws Exception {
        try (WorkerPool pool = pool()) {
            assertThat(death(pool, MisbehaveTasks.signal(number))).isInstanceOf(NativeCrashException.class);
        }
    }

    @Test
    void aSignalThatTheWorkerOutlives() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(MisbehaveTasks.pid());
            assertThat(pool.apply(MisbehaveTasks.signal(3))).isNull();
            expectSameWorker(pool, pid);
        }
    }

    @Test
    void aSegmentationFault() throws Exception {
        try (WorkerPool pool = pool()) {
            WorkerDiedException death = death(pool, MisbehaveTasks.segmentationFault());
            assertThat(death).isInstanceOf(NativeCrashException.class).hasMessageContaining("SIGSEGV")
                    .hasMessageContaining("segmentationFault()");
        }
    }

    @Test
    void whatNeverEndsIsTimedOut() throws Exception {
        try (WorkerPool pool = pool(builder -> builder.taskTimeout(Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.hang())).isInstanceOf(TaskTimeoutException.class);
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.starveOfHeap())).isInstanceOf(TaskTimeoutException.class);
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.sleepInterruptibly(60_000)))
                    .isInstanceOf(TaskTimeoutException.class);
            assertThat(pool.apply(MisbehaveTasks.sleepInterruptibly(1))).isEqualTo(1);
        }
    }

    @Test
    void aFullHeapIsNamedAndItsWorkerReplaced() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(MisbehaveTasks.pid());
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.fillHeap())).isInstanceOf(HeapExhaustedException.class);
            assertThat(pool.apply(MisbehaveTasks.pid())).isNotEqualTo(pid);
        }
    }

    @Test
    void nativeMemoryIsReallyThere() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(MisbehaveTasks.pid());
            long before = resident(pid);
            assertThat(pool.apply(MisbehaveTasks.fillNativeMemory(100))).isEqualTo(100);
            assertThat(pool.apply(MisbehaveTasks.fillNativeMemorySlowly(20, 200))).isEqualTo(120);
            assertThat(resident(pid) - before).isGreaterThanOrEqualTo(120L << 20);
        }
    }

    @Test
    void nativeMemoryOverTheLimit() throws Exception {
        try (WorkerPool pool = pool(builder -> builder.maxRss(300 << 20))) {
            MemoryLimitException over = (MemoryLimitException) death(pool, MisbehaveTasks.fillNativeMemorySlowly(2000, 500));
            assertThat(over.source()).isEqualTo(MemoryLimitException.Source.NATIVE);
        }
    }

    private static long resident(long pid) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ")[1]) * 4096;
    }

    @Test
    void whatCostsItsOwnCallOnly() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(MisbehaveTasks.pid());
            assertThat(pool.apply(MisbehaveTasks.echo(new byte[] { 1, 2 }))).containsExactly(1, 2);
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.unserializableResult()))
                    .isInstanceOf(TaskEncodingException.class).hasMessageContaining("java.lang.Object");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.undecodableResult())).isInstanceOf(TaskEncodingException.class)
                    .hasMessageContaining("cannot be made in process");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.throwException("why"))).isExactlyInstanceOf(IOException.class)
                    .hasMessage("why").hasRootCauseMessage("the cause");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.throwError("why"))).isExactlyInstanceOf(LinkageError.class)
                    .hasMessage("why");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.overflowStack())).isExactlyInstanceOf(StackOverflowError.class);
            RemoteTaskException remote = catchThrowableOfType(RemoteTaskException.class,
                    () -> pool.apply(MisbehaveTasks.exceptionThatCannotBeRebuilt("lost")));
            assertThat(remote.className()).isEqualTo(OnlyHere.class.getName());
            assertThat(remote.originalMessage()).isEqualTo("lost");
            expectSameWorker(pool, pid);
        }
    }

    @Test
    void outputHurtsNothing() throws Exception {
        try (WorkerPool pool = pool()) {
            long pid = pool.apply(MisbehaveTasks.pid());
            assertThat(pool.apply(MisbehaveTasks.flood(2000))).isEqualTo(2000);
            pool.apply(MisbehaveTasks.garbageOnStandardOutput(100_000));
            pool.apply(MisbehaveTasks.closeStandardOutput());
            assertThat(pool.apply(MisbehaveTasks.flood(10))).isEqualTo(10);
            expectSameWorker(pool, pid);
        }
    }

    @Test
    void theChannel() throws Exception {
        try (WorkerPool pool = pool()) {
            assertThat(death(pool, MisbehaveTasks.closeChannel())).isInstanceOf(ConnectionLostException.class);
            assertThat(death(pool, MisbehaveTasks.garbageOnChannel(100))).isInstanceOf(ProtocolBrokenException.class);
            assertThat(death(pool, MisbehaveTasks.garbageOnChannel(1_000_000))).isInstanceOf(ProtocolBrokenException.class);
            assertThat(death(pool, MisbehaveTasks.dieWithinTheResult()).exitCode()).hasValue(9);
        }
    }

    /** The write fails too when the pool hangs up, and among short tasks its outcome waits for theirs; that is not told. */
    @Test
    void garbageIsWhatTheWorkerHasDiedOf() throws Exception {
        List<Integer> bytes = new ArrayList<>(Collections.nCopies(100_000, 0));
        bytes.set(99_900, 300_000);
        try (WorkerPool pool = pool()) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> pool.map(MisbehaveTasks::garbageOnChannel, bytes, 1_000).get()).cause()
                        .isInstanceOf(ProtocolBrokenException.class);
            }
        }
    }

    @Test
    void childrenEndWithTheirWorker() throws Exception {
        List<Long> children;
        try (WorkerPool pool = pool()) {
            children = pool.apply(MisbehaveTasks.spawnChildren(3));
            assertThat(children).hasSize(3).allMatch(pid -> ProcessHandle.of(pid).orElseThrow().isAlive());
            pool.terminate();
        }
        children.forEach(MisbehaveTest::awaitDead);
    }

    @Test
    void theIdsOfChildrenOutliveTheWorker() throws Exception {
        Path file = directory.resolve("pids");
        try (WorkerPool pool = pool()) {
            assertThat(death(pool, MisbehaveTasks.spawnAndDie(2, file)).exitCode()).hasValue(9);
        }
        for (String pid : Files.readAllLines(file)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            awaitDead(Long.parseLong(pid));
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }
}
