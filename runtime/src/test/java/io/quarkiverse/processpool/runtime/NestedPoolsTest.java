package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.engine.LeavesNothingBehind;

/** A pool that is made by code in a worker runs its tasks there, unless processes may be nested. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class NestedPoolsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    @DisplayName("B31 a pool that is made in a worker runs its tasks in it, and does not deadlock with one worker")
    void inline() {
        try (OwnedPool pool = ProcessPools.create("outer", settings -> settings.workers(1))) {
            List<Long> pids = pool.apply(NestedTasks.pidsOfPool(0)).await().atMost(LONG);

            assertThat(pids).hasSize(7).containsOnly(pids.get(0)).doesNotContain(ProcessHandle.current().pid());
            assertThat(pool.apply(NestedTasks.countDown(20)).await().atMost(LONG)).isEqualTo(20);
            assertThat(pool.apply(NestedTasks.pid(0)).await().atMost(LONG)).as("its worker goes on").isEqualTo(pids.get(0));
        }
    }

    @Test
    @DisplayName("B31 with nesting it has processes of its own, down to that depth")
    void nested() {
        try (OwnedPool pool = ProcessPools.create("outer", settings -> settings.workers(1))) {
            List<Long> pids = pool.apply(NestedTasks.pidsOfPool(1)).await().atMost(LONG);

            assertThat(pids).hasSize(7).doesNotContain(ProcessHandle.current().pid());
            assertThat(pids.subList(1, 7)).doesNotContain(pids.get(0)).containsOnly(pids.get(1));
            assertThat(ProcessHandle.of(pids.get(1))).as("the inner worker is gone").isEmpty();
        }
    }

    @Test
    @DisplayName("B31 it is the pool made in the worker that says how deep processes may be, and not the one around it")
    void theSettingOfThePoolAroundItMeansNothing() {
        try (OwnedPool pool = ProcessPools.create("outer", settings -> settings.workers(1).nesting(1))) {
            List<Long> pids = pool.apply(NestedTasks.pidsOfPool(0)).await().atMost(LONG);

            assertThat(pids).hasSize(7).containsOnly(pids.get(0));
        }
    }

    @Test
    @DisplayName("B31 a pool two processes deep has its own if it says 2, and runs in place if it says 1")
    void theDepthIsCountedFromTheApplication() {
        try (OwnedPool pool = ProcessPools.create("outer", settings -> settings.workers(1))) {
            assertThat(pool.apply(NestedTasks.pidsTwoDeep(1)).await().atMost(LONG)).doesNotHaveDuplicates().hasSize(2);
            assertThat(pool.apply(NestedTasks.pidsTwoDeep(2)).await().atMost(LONG)).doesNotHaveDuplicates().hasSize(3);
        }
    }

    @Test
    void settingsAreCheckedInAWorkerToo() {
        try (OwnedPool pool = ProcessPools.create("outer", settings -> settings.workers(1))) {
            assertThat(pool.apply(NestedTasks.makeNonsense(0)).await().atMost(LONG)).contains("'inner'")
                    .contains("at least 1 worker, not 0");
        }
    }
}
