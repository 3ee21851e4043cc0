package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerExitedException;

/** What has killed its workers as often as it may is not run again for a time. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class QuarantineTest {

    @TempDir
    Path directory;

    @Test
    void aPoisonousTaskIsRefusedWithTheEvidence() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1, builder -> builder.quarantine(Duration.ofMinutes(10)))) {
            WorkerDiedException death = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.haltAndCount(ran)));
            assertThat(death.getSuppressed()).hasSize(2);
            TaskQuarantinedException e = catchThrowableOfType(TaskQuarantinedException.class,
                    () -> pool.apply(MisbehaveTasks.haltAndCount(ran)));
            assertThat(e).hasCause(death).hasMessageContaining("Misbehave.haltAndCount(Path)")
                    .hasMessageContaining("3 workers");
            assertThat(e.until()).isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(600));
            assertThat(Files.readAllLines(ran)).as("it did not run again").hasSize(3);

            Path other = directory.resolve("other");
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.haltAndCount(other))).as("other arguments are another task")
                    .isInstanceOf(WorkerDiedException.class);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThatThrownBy(() -> pool.map(MisbehaveTasks::haltAndCount, List.of(ran)).get(30, TimeUnit.SECONDS))
                    .as("nor in a map").hasCauseInstanceOf(TaskQuarantinedException.class);
        }
    }

    @Test
    void theQuarantineEnds() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.quarantine(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.exit(3))).isInstanceOf(WorkerExitedException.class);
            await().atMost(Pools.PATIENCE)
                    .until(() -> catchThrowable(() -> pool.apply(MisbehaveTasks.exit(3))) instanceof WorkerExitedException);
        }
    }

    @Test
    void withoutOneItRunsAgain() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.apply(MisbehaveTasks.exit(3))).isInstanceOf(WorkerExitedException.class);
            }
        }
    }

    @Test
    @DisplayName("B36 configuration lowers retries and never introduces them")
    void configurationOnlyLowers() throws Exception {
        Path ran = directory.resolve("ran");
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxRetries(1))) {
            WorkerDiedException death = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(MisbehaveTasks.haltAndCount(ran)));
            assertThat(death.getSuppressed()).hasSize(1);
            assertThat(Files.readAllLines(ran)).hasSize(2);
            assertThat(catchThrowableOfType(WorkerDiedException.class, () -> pool.apply(MisbehaveTasks.halt(9)))
                    .getSuppressed()).isEmpty();
        }
    }

    @Test
    void oneOfManyIsRefusedAndTheOthersStayTogether() throws Exception {
        int poison = 37;
        try (WorkerPool pool = Pools.of(1, builder -> builder.quarantine(Duration.ofMinutes(10)))) {
            assertThatThrownBy(() -> pool.apply(MisbehaveTasks.squareUnless(poison, poison)))
                    .isInstanceOf(WorkerExitedException.class);
            long started = pool.stats().workersStarted();
            for (int chunk : new int[] { 1, 10, 38, 1_000 }) {
                Call<List<Integer>> call = pool.trackMap(i -> MisbehaveTasks.squareUnless(i, poison),
                        IntStream.range(0, 100).boxed().toList(), chunk);
                assertThatThrownBy(() -> call.future().get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(TaskQuarantinedException.class);
                assertThat(call.progress().done()).isEqualTo(100);
                assertThat(call.progress().failed()).isEqualTo(1);
            }
            assertThat(pool.stats().workersStarted()).isLessThanOrEqualTo(started + 1);
            assertThat(pool.map(MisbehaveTasks::square, List.of(1, 2, 3), 3).get(30, TimeUnit.SECONDS))
                    .containsExactly(1, 4, 9);
        }
    }
}
