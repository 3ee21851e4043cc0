package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.PoolHealth;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Tracked;
import io.quarkiverse.processpool.engine.LeavesNothingBehind;
import io.smallrye.mutiny.Multi;

/** Pools that are made by code, without an application; and what becomes of them when there is one that stops. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class CodePoolsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void itWorksWithoutAnApplication() throws Exception {
        try (OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(2))) {
            assertThat(pool.apply(NestedTasks.square(7)).await().atMost(LONG)).isEqualTo(49);
            assertThat(pool.applyAsync(NestedTasks.square(7)).toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(49);
            assertThat(pool.inChunksOf(2).map(NestedTasks::square, List.of(1, 2, 3)).await().atMost(LONG)).containsExactly(1, 4,
                    9);
            assertThat(pool.imap(NestedTasks::square, List.of(1, 2, 3)).collect().asList().await().atMost(LONG))
                    .containsExactly(1, 4, 9);
            assertThat(pool.imapUnordered(NestedTasks::square, List.of(1, 2, 3)).collect().asList().await().atMost(LONG))
                    .containsExactlyInAnyOrder(1, 4, 9);
            assertThat(pool.apply(NestedTasks.pid(0)).await().atMost(LONG)).isNotEqualTo(ProcessHandle.current().pid());
            assertThatThrownBy(() -> pool.apply(NestedTasks.fail("as is meant")).await().atMost(LONG))
                    .isInstanceOf(IllegalStateException.class).hasMessage("as is meant");
            assertThat(pool.name()).isEqualTo("plain");
            assertThat(pool.stats().size()).isEqualTo(2);
        }
    }

    @Test
    void aNullIsNamed() {
        try (OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1))) {
            List<Integer> numbers = List.of(1);
            expectNull("task", () -> pool.apply(null));
            expectNull("task", () -> pool.applyAsync(null));
            expectNull("task", () -> pool.track(null));
            expectNull("task", () -> pool.stream(null));
            expectNull("items", () -> pool.map(NestedTasks::square, null));
            expectNull("items", () -> pool.inChunksOf(2).map(NestedTasks::square, null));
            expectNull("items", () -> pool.mapAsync(NestedTasks::square, null));
            expectNull("items", () -> pool.trackMap(NestedTasks::square, null));
            expectNull("items", () -> pool.imap(NestedTasks::square, (List<Integer>) null));
            expectNull("items", () -> pool.imapUnordered(NestedTasks::square, (Multi<Integer>) null));
            expectNull("task", () -> pool.map(null, numbers));
            expectNull("task", () -> pool.imap(null, numbers));
            expectNull("timeout", () -> pool.join(null));
            expectNull("the function made no task of 1", () -> pool.map(each -> null, numbers).await().atMost(LONG));
            expectNull("the function made no task of 1",
                    () -> pool.imap(each -> null, numbers).collect().asList().await().atMost(LONG));
        }
        expectNull("name", () -> ProcessPools.create(null, settings -> settings));
        expectNull("settings", () -> ProcessPools.create("plain", null));
        expectNull("settings has returned null", () -> ProcessPools.create("plain", settings -> null));
        expectNull("taskTimeout", () -> ProcessPools.create("plain", settings -> settings.taskTimeout(null)));
        expectNull("task", () -> ChildProcess.of(null));
        expectNull("heap", () -> ChildProcess.of(NestedTasks.square(1)).heap(null));
    }

    private static void expectNull(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "my pool", "-a", "größe", "a/b" })
    void aNameIsHeldToTheRuleOfTheAnnotation(String name) {
        assertThatThrownBy(() -> ProcessPools.create(name, settings -> settings)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A pool cannot be called '" + name
                        + "': a name has at most 64 letters, digits, '.', '_' and '-', with a letter or a digit first");
    }

    @Test
    void aSizeIsHeldToTheRuleOfTheAnnotation() {
        assertThatThrownBy(() -> ProcessPools.create("plain", settings -> settings.workers(1_025)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pool 'plain' needs at most 1024 workers, not 1025");
        try (OwnedPool pool = ProcessPools.create("p".repeat(64), settings -> settings.workers(1_024))) {
            assertThatThrownBy(() -> pool.resize(1_025)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 1024 workers, not 1025");
        }
    }

    @Test
    @DisplayName("B34 its calls can be followed")
    void itsCallsCanBeFollowed() {
        try (OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1))) {
            Tracked<Integer> call = pool.track(NestedTasks.say(5));
            Progress last = call.updates().collect().last().await().atMost(LONG);

            assertThat(last.done()).isEqualTo(5);
            assertThat(last).isEqualTo(call.progress());
        }
    }

    @Test
    void itsSizeCanBeChanged() throws Exception {
        try (OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1))) {
            Path gate = directory.resolve("gate");
            Path[] running = { directory.resolve("first"), directory.resolve("second") };
            for (Path each : running) {
                pool.applyAsync(NestedTasks.announceAndWait(each, gate));
            }
            pool.resize(2);
            for (Path each : running) {
                await().atMost(LONG).until(() -> Files.exists(each));
            }
            assertThat(pool.stats().size()).isEqualTo(2);
            assertThatThrownBy(() -> pool.resize(0)).isInstanceOf(IllegalArgumentException.class);

            Files.createFile(gate);
            await().atMost(LONG).until(() -> pool.stats().running() == 0);
            pool.shrink();
            await().atMost(LONG).until(() -> pool.stats().workers().isEmpty());
        }
    }

    @Test
    @DisplayName("B32 after the end of the block what was submitted runs, and nothing is taken")
    void tryWithResources() throws Exception {
        Path gate = directory.resolve("gate");
        OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1));
        assertThatThrownBy(() -> pool.join(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        CompletableFuture<Long> submitted;
        try (pool) {
            submitted = pool.applyAsync(NestedTasks.announceAndWait(directory.resolve("running"), gate)).toCompletableFuture();
        }
        assertThatThrownBy(() -> pool.applyAsync(NestedTasks.square(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'plain'");
        assertThat(pool.stats().health()).isEqualTo(PoolHealth.CLOSED);
        assertThat(submitted).isNotDone();
        Files.createFile(gate);

        assertThat(submitted.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(pool.join(LONG)).isTrue();
    }

    @Test
    void joinWithoutALimitWaitsForTheWorkers() throws Exception {
        Path running = directory.resolve("running");
        Path gate = directory.resolve("gate");
        OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1));
        assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class).hasMessageContaining("'plain'");
        CompletableFuture<Long> submitted = pool.applyAsync(NestedTasks.announceAndWait(running, gate)).toCompletableFuture();
        pool.close();
        FutureTask<Void> join = joining(pool);
        await().atMost(LONG).until(() -> Files.exists(running));
        assertThat(join).isNotDone();
        Files.createFile(gate);

        join.get(30, TimeUnit.SECONDS);
        assertThat(submitted).isCompleted();
        assertThat(pool.stats().workers()).isEmpty();
    }

    @Test
    void joinWithoutALimitCanBeInterrupted() throws Exception {
        Path running = directory.resolve("running");
        OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1));
        pool.applyAsync(NestedTasks.announceAndWait(running, directory.resolve("never")));
        await().atMost(LONG).until(() -> Files.exists(running));
        pool.close();
        Thread.currentThread().interrupt();

        assertThatThrownBy(pool::join).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        pool.terminate();
        pool.join();
        assertThat(pool.stats().workers()).isEmpty();
    }

    private static FutureTask<Void> joining(OwnedPool pool) {
        FutureTask<Void> join = new FutureTask<>(() -> {
            pool.join();
            return null;
        });
        new Thread(join, "joining").start();
        return join;
    }

    @Test
    void aSettingOutOfItsRangeIsRefused() {
        assertThatThrownBy(() -> ProcessPools.create("plain", settings -> settings.maxRss(-1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'plain'").hasMessageContaining("max-rss");
    }

    private static List<Path> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream().map(Path::of).toList();
    }

    @Test
    void aPoolThatIsOpenWhenTheApplicationStopsIsGoneThen() {
        CodePools.started(CodePoolsTest::classPath, Contexts.NONE, PlainThreads.EXECUTOR);
        OwnedPool pool;
        long pid;
        try {
            pool = ProcessPools.create("open", settings -> settings.workers(1));
            pid = pool.apply(NestedTasks.pid(0)).await().atMost(LONG);
            pool.applyAsync(NestedTasks.announceAndWait(directory.resolve("running"), directory.resolve("never")));
        } finally {
            CodePools.stopped();
        }

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(pool.stats().workers()).isEmpty();
        assertThat(pool.stats().health()).isEqualTo(PoolHealth.CLOSED);
    }

    @Test
    void aPoolThatIsMadeWhileTheApplicationStopsIsNone() {
        CodePools.started(CodePoolsTest::classPath, Contexts.NONE, PlainThreads.EXECUTOR);

        assertThatThrownBy(() -> ProcessPools.create("late", settings -> {
            CodePools.stopped();
            return settings.workers(1);
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("'late'").hasMessageContaining("stops");
    }

    @Test
    void aPoolThatIsForgottenInAnApplicationEnds() {
        CodePools.started(CodePoolsTest::classPath, Contexts.NONE, PlainThreads.EXECUTOR);
        try {
            long pid = useAndForget();
            await().atMost(LONG).until(() -> {
                System.gc();
                return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
            });
        } finally {
            CodePools.stopped();
        }
    }

    private static long useAndForget() {
        return ProcessPools.create("forgotten", settings -> settings.workers(1)).apply(NestedTasks.pid(0)).await().atMost(LONG);
    }

    /** The main method of somebody who uses everything that has threads, and closes his pool. */
    static final class Plain {

        private Plain() {
        }

        public static void main(String[] args) throws Exception {
            try (OwnedPool pool = ProcessPools.create("plain", settings -> settings.workers(1))) {
                pool.track(NestedTasks.say(3)).updates().subscribe().with(progress -> {
                });
                int sum = pool.imap(NestedTasks::square, List.of(1, 2, 3)).collect().asList().await().atMost(LONG).stream()
                        .mapToInt(Integer::intValue).sum();
                System.out.println(sum);
            }
        }
    }

    @Test
    void theProcessOfAPlainMainEndsWithIt() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Plain.class.getName()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("its end").isTrue();
            assertThat(Files.readAllLines(output)).contains("14");
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
