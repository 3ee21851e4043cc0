package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.NativeCrashException;
import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.wire.ExitCode;

/** Each way to die has its own exception. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class DeathReasonTest {

    @TempDir
    Path directory;

    private Throwable deathBySignal(int signal) throws Exception {
        Path ran = directory.resolve("ran" + signal);
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> running = pool.submit(MisbehaveTasks.announceAndWait(ran, directory.resolve("never")));
            String pid = Pools.lines(ran, 1).get(0);
            new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
            return catchThrowable(() -> running.get(30, TimeUnit.SECONDS)).getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 9, 15, 10 })
    @DisplayName("B4 a signal of somebody else is told by its number")
    void signals(int signal) throws Exception {
        Throwable e = deathBySignal(signal);
        assertThat(e).isInstanceOfSatisfying(WorkerKilledException.class, killed -> {
            assertThat(killed.signal()).hasValue(signal);
            assertThat(killed.exitCode()).isEmpty();
            assertThat(killed.sentByPool()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({ "0", "3", "129", "130", "137", "143", "255" })
    @DisplayName("B4 an exit with 128+N is not a signal")
    void exits(int code) throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            Throwable e = catchThrowable(() -> pool.apply(MisbehaveTasks.exit(code)));
            assertThat(e).isInstanceOfSatisfying(WorkerExitedException.class, exited -> {
                assertThat(exited.exitCode()).hasValue(code);
                assertThat(exited.signal()).isEmpty();
            });
        }
    }

    @Test
    @DisplayName("B3, B4 a task that closes standard input has cut the leash of its worker; the pool goes on")
    void closedStandardInput() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1)) {
            ConnectionLostException e = catchThrowableOfType(ConnectionLostException.class,
                    () -> pool.apply(ChoresTasks.closeStandardInput(ran)));
            long pid = Long.parseLong(Pools.lines(ran, 1).get(0));
            assertThat(e.pid()).isEqualTo(pid);
            assertThat(e.exitCode()).hasValue(ExitCode.LEASH_CUT.code());
            assertThat(e.signal()).isEmpty();
            assertThat(e).hasMessageContaining("Chores.closeStandardInput(Path)")
                    .hasMessageContaining("exit code 74: ").hasMessageContaining("(pid " + pid + ")");
            Pools.awaitDead(pid);
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isNotEqualTo(pid);
            assertThat(pool.stats().health()).isEqualTo(PoolHealth.UP);
        }
    }

    @Test
    @DisplayName("B16 the head of the JVM's own report is in the exception")
    void nativeCrash() throws Exception {
        Throwable e = deathBySignal(11);
        assertThat(e).isInstanceOfSatisfying(NativeCrashException.class, crash -> {
            assertThat(crash.crashReport()).anyMatch(line -> line.contains("SIGSEGV"));
            assertThat(crash.signal()).isPresent();
        });
    }

    @Test
    @DisplayName("B23 what a task has started dies with its worker, whoever kills that")
    void descendants() throws Exception {
        Path started = directory.resolve("started");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> running = pool.submit(MisbehaveTasks.spawnAndSpin(started));
            long child = Long.parseLong(Pools.lines(started, 1).get(0));
            long worker = Long.parseLong(Pools.lines(started, 2).get(1));
            Pools.kill(worker);
            assertThat(catchThrowable(() -> running.get(30, TimeUnit.SECONDS))).isNotNull();
            Pools.awaitDead(child);
        }
    }

    @Test
    @DisplayName("B23 also when the worker ends in order long after the task")
    void descendantsOfATaskThatIsOver() throws Exception {
        Path started = directory.resolve("started");
        WorkerPool pool = Pools.of(1);
        pool.apply(MisbehaveTasks.spawn(started));
        long child = Long.parseLong(Pools.lines(started, 1).get(0));
        assertThat(ProcessHandle.of(child)).isPresent();
        pool.close();
        Pools.awaitDead(child);
    }

    @Test
    @DisplayName("B40 each worker has its own directory for temporary files, which goes with it")
    void temporaryFiles() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path kept = Files.writeString(elsewhere.resolve("kept.txt"), "kept");
        try (WorkerPool pool = Pools.of(1)) {
            Path temporary = pool.apply(ChoresTasks.leaveFiles(elsewhere));
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(temporary).isDirectory();
            Pools.kill(pid);
            await().atMost(Pools.PATIENCE).until(() -> !Files.exists(temporary));
            Path next = pool.apply(ChoresTasks.leaveFiles(elsewhere));
            assertThat(next).isNotEqualTo(temporary);
            pool.shrink();
            await().atMost(Pools.PATIENCE).until(() -> !Files.exists(next.getParent().getParent()));
        }
        assertThat(kept).as("behind a link, which goes alone").hasContent("kept");
    }

    @Test
    @DisplayName("B37 a crash loop pauses, says why, and ends by itself when its cause is gone")
    void crashLoop() throws Exception {
        Path java = directory.resolve("java");
        broken(java);
        try (WorkerPool pool = Pools.of(2, builder -> builder.java(java))) {
            assertThat(catchThrowable(() -> pool.apply(MisbehaveTasks.square(1)))).isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("the disk is full");
            assertThat(pool.stats().health()).isEqualTo(PoolHealth.DOWN);
            assertThat(catchThrowable(() -> pool.apply(MisbehaveTasks.square(1)))).as("at once, in the pause")
                    .isInstanceOf(WorkerStartException.class);
            assertThat(pool.stats().workersStarted()).isLessThanOrEqualTo(4);
            Files.delete(java);
            Files.createSymbolicLink(java, Path.of(System.getProperty("java.home"), "bin", "java"));
            await().atMost(Pools.PATIENCE).until(() -> pool.stats().health() == PoolHealth.UP);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    private static void broken(Path java) throws IOException {
        Files.writeString(java, "#!/bin/sh\necho 'the disk is full' >&2\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    /** A loop without a call is no refuge: the worker can still be asked and ended from inside. */
    @Test
    void aLoopThatCountsFarCanBeDumped() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(java.time.Duration.ofSeconds(1)))) {
            Throwable e = catchThrowable(() -> pool.apply(ChoresTasks.countFar(ran)));
            assertThat(e).hasMessageContaining("Chores.counted");
        }
    }
}
