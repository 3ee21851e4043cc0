package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a worker has before it is shared out when another one has nothing to do. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class SharingTest {

    /** On a machine that is busy, few rounds go as they are meant to. */
    private static final int MOST_ROUNDS = 500;
    private static final int ENOUGH = 5;
    private static final int CHUNK = 8;
    /** All of them together are over before the watchdog would look for what stands behind a long task. */
    private static final int LONGER = 3;
    private static final int MILLIS = 1;

    @Test
    @DisplayName("B33 A worker that has nothing to do gets a part of what another one has before it, without a long task or a pause")
    void anIdleWorkerSharesTheChunkOfAnother() throws Exception {
        int shared = 0;
        try (WorkerPool pool = Pools.of(2)) {
            List<Integer> millis = new ArrayList<>(Collections.nCopies(CHUNK, 0));
            millis.addAll(Collections.nCopies(LONGER, MILLIS));
            for (int round = 0; round < MOST_ROUNDS && shared < ENOUGH; round++) {
                List<Long> pids = pool.map(ChoresTasks::pidAfter, millis, CHUNK).get(60, TimeUnit.SECONDS);
                shared += new HashSet<>(pids.subList(CHUNK, millis.size())).size() > 1 ? 1 : 0;
            }
        }
        assertThat(shared).as("rounds in which both workers had a part of the second chunk").isEqualTo(ENOUGH);
    }
}
