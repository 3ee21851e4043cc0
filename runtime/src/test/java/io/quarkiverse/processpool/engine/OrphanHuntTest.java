package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.MarkedProcesses;

/**
 * A parent is killed at a random moment, {@code -Dorphans=100} times. What it had started is found by a variable
 * of the environment, which a child inherits before it is anything else.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(600)
class OrphanHuntTest {

    private static final int PARENTS = Integer.getInteger("orphans", 100);
    private static final long SEED = Long.getLong("killSeed", 42);
    private static final String MARK = "ORPHAN_HUNT";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    /** Starts two workers, and each of them a process of its own; and goes on starting others. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            WorkerPool pool = WorkerPool.builder("trouble").workers(2).maxTasksPerWorker(3).build();
            pool.submit(TroubleTasks.spawnAndWait(Path.of(args[0])));
            for (;;) {
                pool.apply(TroubleTasks.pid(0));
            }
        }
    }

    @Test
    @DisplayName("B20 SIGKILL of the parent at 100 random moments: no worker, no grandchild and no directory is left")
    void nothingOutlivesAKilledParent() throws Exception {
        Random random = new Random(SEED);
        Map<Integer, String> left = new TreeMap<>();
        long slowest = 0;
        int had = 0;
        for (int i = 0; i < PARENTS; i++) {
            String mark = UUID.randomUUID().toString();
            Path temporary = Files.createDirectory(directory.resolve(Integer.toString(i)));
            ProcessBuilder command = Pools.java(Parent.class,
                    List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary), directory.resolve("never").toString());
            command.environment().put(MARK, mark);
            Process parent = command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            long delay = 100_000_000L + random.nextInt(900_000_000);
            LockSupport.parkNanos(delay);
            had += MarkedProcesses.with(MARK + "=" + mark).size() > 1 ? 1 : 0;
            parent.destroyForcibly().waitFor();
            long died = System.nanoTime();
            List<String> found = awaitNothingLeft(mark, temporary);
            slowest = Math.max(slowest, System.nanoTime() - died);
            if (!found.isEmpty()) {
                left.put(i, "killed after " + delay / 1_000_000 + " ms, left " + found);
                MarkedProcesses.with(MARK + "=" + mark)
                        .forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
            }
        }
        System.out.println("orphan hunt: " + had + " of " + PARENTS + " parents had children, slowest "
                + slowest / 1_000_000 + " ms, left behind by " + left.size());
        assertThat(had).as("parents that were killed when they had children").isGreaterThan(PARENTS / 4);
        assertThat(left).isEmpty();
    }

    /** What is still there when there was time enough. */
    private static List<String> awaitNothingLeft(String mark, Path temporary) throws IOException {
        try {
            return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).atMost(PATIENCE)
                    .until(() -> left(mark, temporary), List::isEmpty);
        } catch (ConditionTimeoutException e) {
            return left(mark, temporary);
        }
    }

    private static List<String> left(String mark, Path temporary) throws IOException {
        List<String> left = new ArrayList<>();
        for (long pid : MarkedProcesses.with(MARK + "=" + mark)) {
            left.add(pid + " " + ProcessHandle.of(pid).flatMap(process -> process.info().commandLine())
                    .map(line -> line.substring(Math.max(0, line.length() - 60))).orElse(""));
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            files.filter(file -> !file.equals(temporary) && !file.getFileName().toString().startsWith("hsperfdata"))
                    .forEach(file -> left.add(temporary.relativize(file).toString()));
        } catch (java.io.UncheckedIOException | java.nio.file.NoSuchFileException e) {
            left.add("files that come and go");
        }
        return left;
    }
}
