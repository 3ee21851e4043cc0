package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is never idle for long does not keep what its tasks leave behind. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class HeapGrowthTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = { "-XX:MinHeapFreeRatio=60", "-XX:MaxHeapFreeRatio=80", "-XX:MaxNewSize=2m", "-XX:NewRatio=1",
            "-XX:+UseParallelGC", "-Xmx16m" })
    void whatTheApplicationSaysGoesBefore(String option) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs(option))) {
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
        }
    }

    @Test
    void valuesThatHaveBecomeOldAreCollectedBetweenTasks() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("1g"))) {
            long most = 0;
            for (int i = 0; i < 300; i++) {
                most = Math.max(most, pool.apply(ChoresTasks.outliveCollections(1)));
            }
            assertThat(most).isLessThan(24 * MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 2 << 20, 4 << 20, 8_000_000, 32 << 20 })
    void largeValuesDoNotCostAFullCollectionEach(int length) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("1g"))) {
            byte[] value = new byte[length];
            pool.apply(MisbehaveTasks.echo(value));
            long before = pool.apply(ChoresTasks.fullCollections(0));
            for (int i = 0; i < 60; i++) {
                pool.apply(MisbehaveTasks.echo(value));
            }
            assertThat(pool.apply(ChoresTasks.fullCollections(0)) - before).isLessThan(20);
        }
    }

    @Test
    void whatIsHeldForLargeValuesIsGivenUpWhenThereAreNoneForLong() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("1g"))) {
            for (int i = 0; i < 3; i++) {
                pool.apply(MisbehaveTasks.echo(new byte[7 << 20]));
            }
            assertThat(pool.apply(ChoresTasks.usedHeap(0))).isGreaterThan(14 * MIB);
            for (int i = 0; i < 1100; i++) {
                pool.apply(MisbehaveTasks.square(i));
            }
            assertThat(pool.apply(ChoresTasks.usedHeap(0))).isLessThan(8 * MIB);
        }
    }

    /** Most of the heap lives, and there is just enough left for the values themselves. */
    @ParameterizedTest
    @ValueSource(ints = { 46, 48, 50 })
    void whatIsHeldForLargeValuesTakesNothingFromATask(int kept) throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("64m"))) {
            pool.apply(ChoresTasks.keepHeap(kept));
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 12; i++) {
                assertThat(pool.apply(TroubleTasks.ofLength(3_900_000))).hasSize(3_900_000);
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    void aSmallHeapHoldsNothingForThem() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("24m"))) {
            for (int i = 0; i < 10; i++) {
                assertThat(pool.apply(MisbehaveTasks.echo(new byte[6 << 20]))).hasSize(6 << 20);
            }
            assertThat(pool.apply(ChoresTasks.usedHeap(0))).isLessThan(14 * MIB);
        }
    }

    /** What is held for values of that size takes several times as much, which would be over the limit. */
    @Test
    void aLimitOfMemoryIsKept() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.heap("4g").maxRss(250 * MIB).recycleRss(240 * MIB))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            byte[] value = new byte[32 << 20];
            for (int i = 0; i < 20; i++) {
                assertThat(pool.apply(ChoresTasks.usedHeap(0))).isLessThan(40 * MIB);
                assertThat(pool.apply(MisbehaveTasks.echo(value))).hasSameSizeAs(value);
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }
}
