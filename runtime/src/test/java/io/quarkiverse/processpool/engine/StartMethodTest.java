package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.engine.Python.Counted;

/**
 * CPython's {@code TestStartMethod}, under the names of its tests. A pool here runs its tasks in worker processes, which start
 * with an archive of their classes or without, or in place.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StartMethodTest {

    @TempDir
    Path directory;

    private static WorkerPool processes() {
        return WorkerPool.builder("python").workers(1).build();
    }

    private static InPlacePool inPlace() {
        return new InPlacePool("python", Runnable::run);
    }

    @Test
    void test_context() throws Exception {
        long here = ProcessHandle.current().pid();
        try (WorkerPool processes = processes(); InPlacePool inPlace = inPlace()) {
            assertThat(processes.apply(PythonTasks.pidAfter(0, 0))).isNotEqualTo(here);
            assertThat(inPlace.apply(PythonTasks.pidAfter(0, 0))).isEqualTo(here);
            for (TaskPool pool : List.of(processes, inPlace)) {
                assertThat(pool.apply(PythonTasks.sqr(7))).isEqualTo(49);
                assertThat(pool.map(PythonTasks::sqr, List.of(1, 2, 3)).get()).containsExactly(1, 4, 9);
            }
        }
    }

    /** The archive is made for the second worker, with what others leave of the processors; a pool may want none. */
    @Test
    @Timeout(900)
    void test_set_get() throws Exception {
        List<Path> classPath = ClassArchiveTest.packed(directory);
        Path archives = directory.resolve("archives");
        try (WorkerPool pool = withArchive(true, classPath, archives)) {
            assertThat(pool.apply(PythonTasks.commandLine(0))).doesNotContain("SharedArchiveFile");
            await().atMost(ArchiveRehearsal.PATIENCE).until(() -> isMade(archives));
        }
        try (WorkerPool with = withArchive(true, classPath, archives);
                WorkerPool without = withArchive(false, classPath, archives)) {
            assertThat(with.apply(PythonTasks.commandLine(0))).contains("-XX:SharedArchiveFile=" + archives);
            assertThat(without.apply(PythonTasks.commandLine(0))).doesNotContain("SharedArchiveFile");
        }
    }

    private static WorkerPool withArchive(boolean wanted, List<Path> classPath, Path archives) {
        return WorkerPool.builder("python").workers(1).classPath(classPath).classArchiveDirectory(archives)
                .classArchive(wanted).build();
    }

    private static boolean isMade(Path archives) throws Exception {
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }

    /** A worker that was started in advance has what its first task needs before that runs. */
    @Test
    void test_preload_resources() throws Exception {
        try (WorkerPool pool = WorkerPool.builder("prepared").workers(1).minWorkers(1)
                .jvmArgs("-Dprepared=" + directory).build()) {
            long pid = await().atMost(Pools.PATIENCE).until(() -> pool.stats().workers(),
                    workers -> workers.size() == 1 && workers.get(0).state() == WorkerState.IDLE).get(0).pid();
            assertThat(pool.apply(PreparedTasks.done(0))).containsExactly("init", "more");
            assertThat(pool.apply(PreparedTasks.pid(0))).isEqualTo(pid);
        }
    }

    /** Python refuses some of what another start method has made; here nothing belongs to one. */
    @Test
    void test_mixed_startmethod() throws Exception {
        Counted value = new Counted(new byte[] { 1, 2, 3 });
        try (WorkerPool processes = processes(); InPlacePool inPlace = inPlace()) {
            for (List<TaskPool> order : List.of(List.<TaskPool> of(processes, inPlace), List.of(inPlace, processes))) {
                Counted once = order.get(0).apply(PythonTasks.identity(value));
                assertThat(order.get(1).apply(PythonTasks.identity(once)).bytes()).containsExactly(1, 2, 3);
            }
        }
    }

    /** What a task was given it can give to a process that it starts. */
    @Test
    void test_nested_startmethod() throws Exception {
        Path said = directory.resolve("said");
        try (WorkerPool processes = processes()) {
            assertThat(processes.apply(PythonTasks.noteInProcess(said))).isZero();
        }
        assertThat(Files.readAllLines(said)).containsExactly("1", "2");
    }
}
