package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.engine.PoolBuilder;
import io.quarkiverse.processpool.engine.PoolSettings;
import io.quarkiverse.processpool.engine.WorkerPool;

/** The arithmetic of memory: this process, and the most that the workers of all pools take. */
class MemoryBudgetTest {

    private static final long MB = 1 << 20;

    private static PoolSettings pool(String name, int workers, UnaryOperator<PoolBuilder> settings) {
        return settings.apply(WorkerPool.builder(name).workers(workers)).settings();
    }

    @Test
    @DisplayName("B26 the heap of a worker and what a JVM has beside it are counted for each")
    void heap() {
        List<PoolSettings> pools = List.of(pool("images", 4, settings -> settings.heap("256m")));

        MemoryBudget budget = new MemoryBudget(pools, 2024 * MB, 2024 * MB, 600 * MB);

        assertThat(budget).hasToString("Memory at most: this process 600 MB + workers 4 x 356 MB (images, heap and 100 MB)"
                + " = 2024 MB of 2024 MB");
        assertThat(budget.fits()).isTrue();
        assertThat(new MemoryBudget(pools, 2024 * MB - 1, 2024 * MB, 600 * MB).fits()).as("with a byte less").isFalse();
        assertThat(new MemoryBudget(pools, 2024 * MB, 2024 * MB, 600 * MB + 1).fits()).as("with a byte more").isFalse();
    }

    @Test
    @DisplayName("B26 max-rss is all that a worker takes, whatever its heap")
    void maxRss() {
        MemoryBudget budget = new MemoryBudget(
                List.of(pool("images", 3, settings -> settings.heap("2g").maxRss(300 * MB))), 1000 * MB, 1000 * MB, 100 * MB);

        assertThat(budget).hasToString(
                "Memory at most: this process 100 MB + workers 3 x 300 MB (images, max-rss) = 1000 MB of 1000 MB");
        assertThat(budget.fits()).isTrue();
    }

    @Test
    @DisplayName("B26 without a heap a worker takes the share that it is started with")
    void noHeap() {
        assertThat(new MemoryBudget(List.of(pool("crowd", 100, settings -> settings)), 4000 * MB, 4000 * MB, 500 * MB))
                .hasToString(
                        "Memory at most: this process 500 MB + workers 100 x 140 MB (crowd, no heap said) = 14500 MB of 4000 MB");
        assertThat(new MemoryBudget(List.of(pool("few", 2, settings -> settings)), 4000 * MB, 4000 * MB, 500 * MB)).hasToString(
                "Memory at most: this process 500 MB + workers 2 x 1100 MB (few, no heap said) = 2700 MB of 4000 MB");
        assertThat(new MemoryBudget(List.of(pool("many", 6, settings -> settings)), 4000 * MB, 4000 * MB, 500 * MB))
                .hasToString(
                        "Memory at most: this process 500 MB + workers 6 x 500 MB (many, no heap said) = 3500 MB of 4000 MB");
    }

    @Test
    @DisplayName("B26 all pools are in one line, and their sum decides")
    void severalPools() {
        List<PoolSettings> pools = List.of(pool("images", 2, settings -> settings.heap("100m")),
                pool("texts", 1, settings -> settings.maxRss(500 * MB)));

        assertThat(new MemoryBudget(pools, 1000 * MB, 1000 * MB, 100 * MB))
                .hasToString("Memory at most: this process 100 MB + workers"
                        + " 2 x 200 MB (images, heap and 100 MB) + 1 x 500 MB (texts, max-rss) = 1000 MB of 1000 MB");
        assertThat(new MemoryBudget(pools, 1000 * MB, 1000 * MB, 100 * MB).fits()).isTrue();
        assertThat(new MemoryBudget(pools, 999 * MB, 999 * MB, 100 * MB).fits()).isFalse();
    }

    @Test
    @DisplayName("B26 limits that are as good as none do not fit either")
    void noOverflow() {
        assertThat(new MemoryBudget(List.of(pool("endless", 4, settings -> settings.maxRss(Long.MAX_VALUE))), 1000 * MB,
                1000 * MB, 100 * MB).fits()).isFalse();
    }

    @Test
    @DisplayName("B26 a heap that is said by an option of the JVM counts, and the last one that is")
    void heapByOption() {
        assertThat(line(pool("images", 2, settings -> settings.jvmArgs("-Xms8m", "-Xmx1g"))))
                .contains("+ workers 2 x 1124 MB (images, heap and 100 MB) =");
        assertThat(line(pool("images", 2, settings -> settings.heap("64m").jvmArgs("-XX:MaxHeapSize=200m"))))
                .contains("+ workers 2 x 300 MB (images, heap and 100 MB) =");
        assertThat(line(pool("images", 2, settings -> settings.jvmArgs("-Xms8m")))).as("a quarter is what a JVM takes")
                .contains("+ workers 2 x 1100 MB (images, no heap said) =");
        assertThat(line(pool("crowd", 60, settings -> settings.jvmArgs("-XX:MaxRAMPercentage=50.0"))))
                .contains("+ workers 60 x 2100 MB (crowd, no heap said) =");
    }

    @Test
    @DisplayName("B26 a heap that the environment says to all JVMs is that of the workers")
    void heapByEnvironment() {
        assertThat(line(pool("images", 2, settings -> settings.environment(Map.of("JAVA_TOOL_OPTIONS", "-ea -Xmx1g")))))
                .contains("+ workers 2 x 1124 MB (images, heap and 100 MB) =");
        assertThat(line(pool("images", 2,
                settings -> settings.heap("64m").environment(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g"))))).as("the pool's own")
                .contains("+ workers 2 x 164 MB (images, heap and 100 MB) =");
        assertThat(line(pool("images", 2, settings -> settings.heap("64m").environment(Map.of("_JAVA_OPTIONS", "-Xmx1g")))))
                .as("the variable that has the last word").contains("+ workers 2 x 1124 MB (images, heap and 100 MB) =");
    }

    private static String line(PoolSettings pool) {
        return new MemoryBudget(List.of(pool), 4000 * MB, 4000 * MB, 100 * MB).toString();
    }

    @Test
    @DisplayName("B26 the memory of the machine or the container is found out")
    void thisMachine() {
        MemoryBudget budget = new MemoryBudget(List.of(pool("small", 1, settings -> settings.maxRss(MB))));

        long own = Runtime.getRuntime().maxMemory() / MB + 100;
        assertThat(budget.toString())
                .startsWith("Memory at most: this process " + own + " MB + workers 1 x 1 MB (small, max-rss)")
                .matches(".* of [1-9][0-9]{2,} MB");
        assertThat(budget.fits()).isTrue();
    }
}
