package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.Task;

/** A long task among short ones holds up none of those that were sent with it. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class TailSplitTest {

    private static final int ITEMS = 2_000;
    private static final int LONG_ONE = ITEMS / 2;

    @TempDir
    Path directory;

    @Test
    @DisplayName("B33 A long task in a map of short ones is waited for by nobody else: all others end before it")
    void whatStandsBehindALongTaskRunsElsewhere() throws Exception {
        Path ran = directory.resolve("ran");
        Path started = directory.resolve("started");
        Path gate = directory.resolve("gate");
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(i);
        }
        Path open = Files.createFile(directory.resolve("open"));
        Function<Integer, Task<Long>> task = i -> i == LONG_ONE ? MisbehaveTasks.announceAndWait(started, gate)
                : MisbehaveTasks.announceAndWait(ran, open);
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<List<Long>> all = pool.map(task, items);
            Pools.lines(started, 1);
            assertThat(Pools.lines(ran, ITEMS - 1)).as("all others, while the long one runs").hasSize(ITEMS - 1);
            assertThat(all).isNotDone();
            Files.createFile(gate);
            assertThat(all.get(60, TimeUnit.SECONDS)).hasSize(ITEMS);
        }
    }

    @Test
    @DisplayName("B33 Long tasks at the end of a map that were sent together run side by side: no worker is idle while one waits")
    void longTasksOfOneChunkRunSideBySide() throws Exception {
        Path ran = directory.resolve("ran");
        Path started = directory.resolve("started");
        Path gate = directory.resolve("gate");
        Path open = Files.createFile(directory.resolve("open"));
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(i);
        }
        Function<Integer, Task<Long>> task = i -> i >= ITEMS - 3 ? MisbehaveTasks.announceAndWait(started, gate)
                : MisbehaveTasks.announceAndWait(ran, open);
        try (WorkerPool pool = Pools.of(4)) { // one of them for the rest of the others
            CompletableFuture<List<Long>> all = pool.map(task, items, 500);
            assertThat(Pools.lines(started, 3)).as("the long ones, each in a worker of its own").doesNotHaveDuplicates();
            assertThat(Pools.lines(ran, ITEMS - 3)).hasSize(ITEMS - 3);
            assertThat(all).isNotDone();
            Files.createFile(gate);
            assertThat(all.get(60, TimeUnit.SECONDS)).hasSize(ITEMS);
        }
    }
}
