package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Heap, JVM options and environment of a pool are those of its workers. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class SettingsTravelTest {

    @Test
    @DisplayName("B39 Heap, options and environment of a pool are those of its workers")
    void heapOptionsAndEnvironmentReachTheWorker() throws Exception {
        try (WorkerPool pool = Pools.of(1,
                builder -> builder.heap("48m").jvmArgs("-Dcolour=bleu ciel").environment(Map.of("SHAPE", "round")))) {
            assertThat(pool.apply(MisbehaveTasks.maxHeap(0))).isBetween(40L << 20, 48L << 20);
            assertThat(pool.apply(MisbehaveTasks.property("colour"))).isEqualTo("bleu ciel");
            assertThat(pool.apply(MisbehaveTasks.environment("SHAPE"))).isEqualTo("round");
            assertThat(pool.apply(MisbehaveTasks.property("java.awt.headless"))).isEqualTo("true");
            assertThat(pool.apply(MisbehaveTasks.property("file.encoding"))).isEqualTo(System.getProperty("file.encoding"));
            assertThat(pool.apply(MisbehaveTasks.environment("PATH"))).isEqualTo(System.getenv("PATH"));
        }
    }
}
