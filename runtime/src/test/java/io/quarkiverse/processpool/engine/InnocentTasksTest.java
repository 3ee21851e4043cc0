package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerDiedException;

/** Short tasks that were done when the task after them went wrong have their results. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class InnocentTasksTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("B1, B10 Short tasks that were done when the task after them ended the worker have their results")
    void aDeathCostsNoResultOfATaskThatWasDone() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 2000; i++) {
                pool.apply(MisbehaveTasks.squareUnless(i, -1));
            }
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<Integer>> all = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    all.add(pool.submit(MisbehaveTasks.squareUnless(i, 100)));
                }
                List<Integer> lost = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    try {
                        assertThat(all.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i);
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(WorkerDiedException.class);
                        lost.add(i);
                    }
                }
                assertThat(lost).as("tasks that failed in round " + round).containsExactly(100);
            }
        }
    }
}
