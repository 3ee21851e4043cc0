package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker that is never idle for long does not keep what its tasks leave behind. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class HeapGrowthTest {

    private static final long MIB = 1 << 20;

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
}
