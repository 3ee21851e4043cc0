package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What it is worth to send many short tasks in one chunk. Only the proportion is asserted, of two measurements in turn. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class ChunksTest {

    private static final int ITEMS = Integer.getInteger("items", 200_000);
    private static final int ROUNDS = 3;

    @Test
    @DisplayName("B33 map over tasks that do nothing is at least three times as fast with the chunks that the pool chooses as with chunks of one")
    void chosenChunks() throws Exception {
        List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
        long chosen = Long.MAX_VALUE;
        long ones = Long.MAX_VALUE;
        try (WorkerPool pool = Pools.of(2)) {
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                assertThat(pool.map(MisbehaveTasks::square, items, 1).get(60, TimeUnit.SECONDS)).hasSize(ITEMS);
                long middle = System.nanoTime();
                assertThat(pool.map(MisbehaveTasks::square, items).get(60, TimeUnit.SECONDS)).hasSize(ITEMS);
                ones = Math.min(ones, middle - begin);
                chosen = Math.min(chosen, System.nanoTime() - middle);
            }
        }
        System.out.println("chunks: " + ITEMS + " tasks in " + ones / 1_000_000 + " ms one by one, in " + chosen / 1_000_000
                + " ms in chosen chunks");
        assertThat((double) ones / chosen).as("times as fast").isGreaterThan(3);
    }
}
