package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a worker takes to start is known to who reads the log. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(60)
class FirstStartTest {

    private static final String FIRST = "The first worker of the pool 'misbehave' was ready after ";

    private final LoggedRecords log = LoggedRecords.ofPool("misbehave");

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    @Test
    @DisplayName("B29 The time from the launch of the first worker until it was ready, and until its first result, is logged, once")
    void theFirstStartIsLoggedOnce() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            await().atMost(Pools.PATIENCE)
                    .until(() -> log.all().stream().anyMatch(each -> each.getMessage().startsWith(FIRST)));
            Pools.kill(pid);
            Pools.awaitDead(pid);
            assertThat(pool.apply(MisbehaveTasks.square(3))).isEqualTo(9);
            assertThat(pool.stats().workersStarted()).isGreaterThan(1);
        }
        assertThat(log.all()).filteredOn(each -> each.getMessage().startsWith(FIRST)).singleElement().satisfies(each -> {
            assertThat(each.getLevel()).isEqualTo(Level.INFO);
            assertThat(each.getMessage())
                    .matches(FIRST + "[1-9][0-9]* ms, and its first result was there after [1-9][0-9]* ms");
        });
    }
}
