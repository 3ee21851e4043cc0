package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B20: when the parent is killed, its workers and what they have started end, whatever they do. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class OrphanTest {

    @TempDir
    Path directory;

    /** A parent whose worker spins or waits, with a grandchild that sleeps. */
    static final class Parent {

        public static void main(String[] args) throws Exception {
            WorkerPool pool = Pools.of(1);
            if (args[1].equals("busy")) {
                pool.submit(MisbehaveTasks.spawnAndSpin(Path.of(args[0]))).join();
            } else {
                pool.submit(MisbehaveTasks.spawn(Path.of(args[0]))).join();
                pool.submit(MisbehaveTasks.append(Path.of(args[0]), Long.toString(pool.submit(MisbehaveTasks.pid(0)).join())))
                        .join();
                new java.util.concurrent.CountDownLatch(1).await();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "busy", "idle" })
    @DisplayName("B20 A killed parent leaves no worker, busy or idle, and nothing that one has started")
    void noWorkerAndNoGrandchildOutlivesAKilledParent(String worker) throws Exception {
        Path pids = directory.resolve("pids");
        Path temporary = java.nio.file.Files.createDirectory(directory.resolve("tmp"));
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary, "-cp", String.join(File.pathSeparator, System.getProperty("java.class.path")),
                Parent.class.getName(), pids.toString(), worker).inheritIO().start();
        List<String> lines = Pools.lines(pids, 2);
        parent.destroyForcibly().waitFor();
        lines.forEach(pid -> Pools.awaitDead(Long.parseLong(pid)));
        org.awaitility.Awaitility.await().atMost(Pools.PATIENCE).untilAsserted(() -> assertThat(temporary).isEmptyDirectory());
    }
}
