package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A parent that is stopped is not a parent that is dead. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class StoppedParentTest {

    private static final Duration STOP = Duration.ofSeconds(Integer.getInteger("stopSeconds", 10));

    @TempDir
    Path directory;

    /** Has one worker that is busy and one that is idle until the file is there, and then uses both again. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            Path pids = Path.of(args[0]);
            Path gate = Path.of(args[1]);
            try (WorkerPool pool = Pools.of(2)) {
                CompletableFuture<Long> busy = pool.submit(MisbehaveTasks.announceAndWait(pids, gate));
                Pools.lines(pids, 1);
                pool.apply(MisbehaveTasks.append(pids, Long.toString(pool.apply(MisbehaveTasks.pid(0)))));
                long first = busy.get();
                for (int i = 0; i < 20; i++) {
                    assertThat(pool.map(MisbehaveTasks::square, List.of(1, 2, 3)).get()).containsExactly(1, 4, 9);
                }
                System.out.println(first + " " + pool.stats().workersStarted());
            }
        }
    }

    @Test
    @DisplayName("B21 A parent is stopped by SIGSTOP and goes on later: no worker has killed itself")
    void noWorkerEndsWhileItsParentIsStopped() throws Exception {
        Path file = directory.resolve("pids");
        Path gate = directory.resolve("gate");
        File output = directory.resolve("output").toFile();
        Process parent = Pools.java(Parent.class, List.of("-Djava.io.tmpdir=" + directory), file.toString(), gate.toString())
                .redirectErrorStream(true).redirectOutput(output).start();
        try {
            List<Long> workers = Pools.lines(file, 2).stream().map(Long::parseLong).toList();
            Pools.stop(parent.pid());
            await().pollInterval(Duration.ofMillis(200)).during(STOP).atMost(STOP.plusSeconds(20))
                    .until(() -> workers.stream().allMatch(pid -> ProcessHandle.of(pid).isPresent()));
            Pools.signal("CONT", parent.pid());
            Files.createFile(gate);
            assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output.toPath())).isEqualToIgnoringNewLines(workers.get(0) + " 2");
            workers.forEach(Pools::awaitDead);
        } finally {
            parent.destroyForcibly();
        }
    }
}
