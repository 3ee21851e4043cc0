package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerState;

/** A worker that somebody has stopped holds up no task that it has not begun, and is as good as before when it goes on. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
@EnabledOnOs(OS.LINUX) // where one can see that a process is stopped
class StoppedWorkerTest {

    @TempDir
    Path directory;
    private int rounds;

    private static WorkerPool pool() {
        return Pools.of(2, builder -> builder.startTimeout(Duration.ofHours(1)));
    }

    /** Both workers, of which the second one has been the last to work, and is the next to get a task. */
    private List<Long> useBoth(WorkerPool pool) throws Exception {
        Path announcements = directory.resolve("announcements" + ++rounds);
        List<Path> gates = List.of(directory.resolve("first" + rounds), directory.resolve("second" + rounds));
        List<Long> pids = new ArrayList<>();
        List<CompletableFuture<Long>> tasks = new ArrayList<>();
        for (Path gate : gates) {
            tasks.add(pool.submit(MisbehaveTasks.announceAndWait(announcements, gate)));
        }
        Pools.lines(announcements, 2);
        for (int i = 0; i < 2; i++) {
            Files.createFile(gates.get(i));
            pids.add(tasks.get(i).get(30, TimeUnit.SECONDS));
        }
        return pids;
    }

    private static void goOn(WorkerPool pool, long pid) throws IOException, InterruptedException {
        Pools.signal("CONT", pid);
        await("it to pass over what it was to do").atMost(Pools.PATIENCE).until(() -> pool.stats().workers().stream()
                .allMatch(worker -> worker.state() == WorkerState.IDLE));
    }

    @Test
    @DisplayName("B10 A task whose worker was stopped before it began goes to another one, long before the start-timeout")
    void aTaskGoesToAnotherWorker() throws Exception {
        try (WorkerPool pool = pool()) {
            List<Long> pids = useBoth(pool);
            Pools.stop(pids.get(1));
            assertThat(pool.submit(MisbehaveTasks.pid(0)).get(30, TimeUnit.SECONDS)).isEqualTo(pids.get(0));
            List<Integer> numbers = List.of(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(pool.map(MisbehaveTasks::square, numbers).get(60, TimeUnit.SECONDS))
                    .containsExactly(1, 4, 9, 16, 25, 36, 49, 64);

            goOn(pool, pids.get(1));
            assertThat(useBoth(pool)).containsExactlyInAnyOrderElementsOf(pids);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("B10 A request that a stopped worker has half read is answered by another one, and passed over when it goes on")
    void aRequestThatIsHalfRead() throws Exception {
        byte[] large = new byte[16 << 20];
        try (WorkerPool pool = pool()) {
            List<Long> pids = useBoth(pool);
            Pools.stop(pids.get(1));
            assertThat(pool.submit(TroubleTasks.length(large)).get(60, TimeUnit.SECONDS)).isEqualTo(large.length);

            goOn(pool, pids.get(1));
            assertThat(useBoth(pool)).containsExactlyInAnyOrderElementsOf(pids);
            assertThat(pool.stats().workersStarted()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("B21 A task waits for the only worker, which is stopped and goes on, and the worker is kept")
    void theOnlyWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.startTimeout(Duration.ofHours(1)))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            Pools.stop(pid);
            CompletableFuture<Long> task = pool.submit(MisbehaveTasks.pid(0));
            await("it to be taken back").atMost(Pools.PATIENCE).until(() -> pool.stats().queueLength() == 1);

            Pools.signal("CONT", pid);
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(pid);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
