package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The outcomes of short tasks do not wait for the end of a long one that came after them to the same worker. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class WithheldTest {

    @TempDir
    Path directory;

    @RepeatedTest(5)
    @DisplayName("B10 no outcome is delayed by the task after it")
    void shortTasksBeforeALongOne() throws Exception {
        Path ran = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 2_000; i++) {
                pool.apply(MisbehaveTasks.square(i));
            }
            for (int i = 0; i < 100; i++) {
                pool.apply(MisbehaveTasks.append(ran, "warm"));
            }
            Files.delete(ran);
            Files.createFile(gate);
            for (int i = 0; i < 100; i++) {
                pool.apply(MisbehaveTasks.announceAndWait(ran, gate));
            }
            Files.delete(gate);
            List<CompletableFuture<Integer>> before = new ArrayList<>();
            List<CompletableFuture<Integer>> after = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                before.add(pool.submit(MisbehaveTasks.square(i)));
            }
            CompletableFuture<Long> held = pool.submit(MisbehaveTasks.announceAndWait(ran, gate));
            for (int i = 0; i < 20; i++) {
                after.add(pool.submit(MisbehaveTasks.square(i)));
            }
            for (int i = 0; i < before.size(); i++) {
                assertThat(before.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(held).isNotDone();
            Files.createFile(gate);
            for (int i = 0; i < after.size(); i++) {
                assertThat(after.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            held.get(30, TimeUnit.SECONDS);
            assertThat(pool.stats().completed()).isEqualTo(2_261);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
