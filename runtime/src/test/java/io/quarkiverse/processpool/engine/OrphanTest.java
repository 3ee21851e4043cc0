package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** B20: when the parent is killed, its workers and what they have started end, whatever they do. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class OrphanTest {

    @TempDir
    Path directory;

    /** A parent whose worker spins, with a grandchild that sleeps. */
    static final class Parent {

        public static void main(String[] args) {
            Pools.of(1).submit(MisbehaveTasks.spawnAndSpin(Path.of(args[0]))).join();
        }
    }

    @Test
    void noWorkerAndNoGrandchildOutlivesAKilledParent() throws Exception {
        Path pids = directory.resolve("pids");
        Path temporary = java.nio.file.Files.createDirectory(directory.resolve("tmp"));
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary, "-cp", String.join(File.pathSeparator, System.getProperty("java.class.path")),
                Parent.class.getName(), pids.toString()).inheritIO().start();
        List<String> lines = Pools.lines(pids, 2);
        parent.destroyForcibly().waitFor();
        lines.forEach(pid -> Pools.awaitDead(Long.parseLong(pid)));
        org.awaitility.Awaitility.await().atMost(Pools.PATIENCE).untilAsserted(() -> assertThat(temporary).isEmptyDirectory());
    }
}
