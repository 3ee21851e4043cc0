package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was taken back from one worker and dealt out to others still has its own arguments, though arrays are used again. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class DealtOutArgumentsTest {

    private static final int ITEMS = 400_000;

    @Test
    @DisplayName("B33 In a large map with long items in between each result is that of its own item")
    void eachResultIsThatOfItsItem() throws Exception {
        List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
        try (WorkerPool pool = Pools.of(2)) {
            for (int round = 0; round < 12; round++) {
                int offset = round * ITEMS;
                List<Integer> results = pool
                        .map(i -> TroubleTasks.numberAfter(offset + i, i % 50_000 == 49_999 ? 3_000 : 0), items)
                        .get(60, TimeUnit.SECONDS);
                assertThat(results).hasSize(ITEMS);
                for (int i = 0; i < ITEMS; i++) {
                    if (results.get(i) != offset + i) {
                        assertThat(results.get(i)).as("result of item %s in round %s", i, round).isEqualTo(offset + i);
                    }
                }
            }
        }
    }
}
