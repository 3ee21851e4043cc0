package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling a future cancels its task. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class CancelTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B8 A queued task that is cancelled never runs")
    void aQueuedTaskNeverRuns() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        Path never = directory.resolve("never");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> first = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            Pools.lines(ran, 1);
            List<CompletableFuture<Void>> queued = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                queued.add(pool.submit(MisbehaveTasks.append(never, "ran")));
            }
            queued.forEach(task -> task.cancel(false));
            assertThat(pool.stats().queueLength()).isZero();
            Files.createFile(gate);
            first.get(30, TimeUnit.SECONDS);
            pool.apply(MisbehaveTasks.square(1));
            assertThat(never).doesNotExist();
        }
    }

    @Test
    @DisplayName("B7 Cancelling the future of a running task ends it, and its worker is replaced")
    void aRunningTaskEndsWithItsWorkerAndTheOthersGoOn() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Integer> spinning = pool.submit(MisbehaveTasks.spin(ran));
            CompletableFuture<Integer> next = pool.submit(MisbehaveTasks.square(4));
            long pid = Long.parseLong(Pools.lines(ran, 1).get(0));
            assertThat(spinning.cancel(true)).isTrue();
            Pools.awaitDead(pid);
            assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(16);
            assertThatThrownBy(spinning::get).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancellingWhatIsDoneChangesNothing() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            CompletableFuture<Long> done = pool.submit(MisbehaveTasks.pid(0));
            long pid = done.get();
            assertThat(done.cancel(true)).isFalse();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    /** Tasks that have travelled to the worker behind the cancelled one are not lost, and run once. */
    @Test
    void shortTasksBehindACancelledOneRunOnce() throws Exception {
        Path ran = directory.resolve("ran");
        Path spun = directory.resolve("spun");
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 200; i++) {
                pool.apply(MisbehaveTasks.append(directory.resolve("warm"), "up"));
            }
            CompletableFuture<Integer> spinning = pool.submit(MisbehaveTasks.spin(spun));
            List<CompletableFuture<Void>> behind = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                behind.add(pool.submit(MisbehaveTasks.append(ran, "task " + i)));
            }
            Pools.lines(spun, 1);
            spinning.cancel(true);
            for (CompletableFuture<Void> task : behind) {
                task.get(30, TimeUnit.SECONDS);
            }
            assertThat(Files.readAllLines(ran)).hasSize(50).doesNotHaveDuplicates();
        }
    }
}
