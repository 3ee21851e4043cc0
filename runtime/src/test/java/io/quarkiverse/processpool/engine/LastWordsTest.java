package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.WorkerDiedException;

/** What a worker said before it died comes with its death. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class LastWordsTest {

    @Test
    @DisplayName("B16 The last 64 KB of standard error before a crash are in the exception, to the last line")
    void theLastOfStandardError() throws Exception {
        int lines = 2000;
        try (WorkerPool pool = Pools.of(1); LoggedRecords log = LoggedRecords.ofPool("misbehave")) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(TroubleTasks.complainAtLength(lines)));
            List<String> last = e.lastErrorLines();
            int bytes = last.stream().mapToInt(line -> line.length() + 1).sum();
            assertThat(bytes).isBetween((1 << 16) - 200, (1 << 16) + 200);
            for (int i = 0; i < last.size(); i++) {
                assertThat(last.get(i)).startsWith("complaint " + (lines - last.size() + i) + " ");
            }
            assertThat(log.warnings().stream().filter(line -> line.contains("complaint "))).as("and all of it is logged")
                    .hasSize(lines);
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("B16 The head of the JVM's report is in the exception when native code has crashed")
    void theReportOfACrash() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-XX:-CreateCoredumpOnCrash"));
                LoggedRecords log = LoggedRecords.ofPool("misbehave")) {
            WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class,
                    () -> pool.apply(TroubleTasks.crashNatively(0)));
            assertThat(String.join("\n", e.lastErrorLines())).contains("A fatal error has been detected", "SIGSEGV",
                    "Problematic frame");
            assertThat(e).hasMessageContaining("SIGSEGV").hasMessageContaining("crashNatively")
                    .hasMessageContaining("; the head of the JVM's report is below");
            await().atMost(Pools.PATIENCE)
                    .until(() -> log.warnings().stream()
                            .anyMatch(line -> line.contains("has ended: native code has crashed it")));
            assertThat(log.warnings()).as("in the log the report came before, line by line")
                    .noneMatch(line -> line.contains("is below"));
            assertThat(log.warnings()).anyMatch(line -> line.contains("SIGSEGV"));
            assertThat(pool.apply(MisbehaveTasks.square(2))).isEqualTo(4);
        }
    }
}
