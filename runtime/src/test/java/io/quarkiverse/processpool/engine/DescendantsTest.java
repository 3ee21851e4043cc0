package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task has started ends with its worker, however that ends. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class DescendantsTest {

    @TempDir
    Path directory;

    private enum End {
        CANCEL,
        TIMEOUT,
        TERMINATE,
        CLOSE,
        SIGKILL_FROM_OUTSIDE,
        SIGTERM_FROM_OUTSIDE,
        EXIT,
        HALT
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("B23 A process that a task has started is gone when its worker is, whatever that died of")
    void whatATaskHasStartedEndsWithItsWorker(End end) throws Exception {
        Path file = directory.resolve("pids");
        List<String> pids = List.of();
        try (WorkerPool pool = Pools.of(1, builder -> builder.taskTimeout(Duration.ofSeconds(end == End.TIMEOUT ? 2 : 0)))) {
            CompletableFuture<?> task = switch (end) {
                case EXIT -> pool.submit(TroubleTasks.spawnAndEnd(file, true));
                case HALT -> pool.submit(TroubleTasks.spawnAndEnd(file, false));
                case CLOSE -> pool.submit(MisbehaveTasks.spawn(file));
                default -> pool.submit(MisbehaveTasks.spawnAndSpin(file));
            };
            boolean spins = end != End.EXIT && end != End.HALT && end != End.CLOSE;
            pids = Pools.lines(file, spins ? 2 : 1);
            switch (end) {
                case CANCEL -> task.cancel(true);
                case TERMINATE -> pool.terminate();
                case SIGKILL_FROM_OUTSIDE -> Pools.signal("KILL", Long.parseLong(pids.get(1)));
                case SIGTERM_FROM_OUTSIDE -> Pools.signal("TERM", Long.parseLong(pids.get(1)));
                case CLOSE -> {
                    task.get(30, TimeUnit.SECONDS);
                    pool.close();
                    assertThat(pool.join(Pools.PATIENCE)).isTrue();
                }
                default -> {
                }
            }
            if (end != End.CLOSE) {
                assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
            }
            for (String pid : pids) {
                org.awaitility.Awaitility.await("end of process " + pid).atMost(Duration.ofSeconds(10))
                        .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
            }
        } finally {
            pids.forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        }
    }
}
