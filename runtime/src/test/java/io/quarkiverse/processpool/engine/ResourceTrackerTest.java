package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPython's {@code TestResourceTracker}, under the names of its tests. Its tracker is a process that removes what others leave.
 * Here a directory has all that can stay behind, and who is left removes it: the process that has the pool, its workers, or the
 * next pool.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class ResourceTrackerTest {

    @TempDir
    Path temporary;

    @Test
    void test_resource_tracker() throws Exception {
        Owner killed = new Owner(temporary);
        killed.killWithWorker();
        assertThat(killed.directories(temporary)).hasSize(1);
        Owner next = new Owner(temporary);
        await().atMost(Pools.PATIENCE).until(() -> killed.directories(temporary).isEmpty());
        next.end();
    }

    private void ownerEndsBy(String signal) throws Exception {
        Owner owner = new Owner(temporary);
        assertThat(owner.directories(temporary)).hasSize(1);
        Pools.signal(signal, owner.process.pid());
        assertThat(owner.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Pools.awaitDead(owner.worker);
        await().atMost(Pools.PATIENCE).until(() -> owner.directories(temporary).isEmpty());
    }

    @Test
    void test_resource_tracker_sigint() throws Exception {
        ownerEndsBy("INT");
    }

    @Test
    void test_resource_tracker_sigterm() throws Exception {
        ownerEndsBy("TERM");
    }

    @Test
    void test_resource_tracker_sigkill() throws Exception {
        ownerEndsBy("KILL");
    }

    /** All workers of a pool have theirs in the same place. */
    @Test
    void test_resource_tracker_reused() throws Exception {
        Path begun = temporary.resolve("begun");
        Path gate = temporary.resolve("gate");
        Path here = Path.of(System.getProperty("java.io.tmpdir"));
        try (WorkerPool pool = Pools.of(2)) {
            CompletableFuture<Long> first = pool.submit(MisbehaveTasks.announceAndWait(begun, gate));
            CompletableFuture<Long> second = pool.submit(MisbehaveTasks.announceAndWait(begun, gate));
            Pools.lines(begun, 2);
            Set<String> directories = LeavesNothingBehind.list(here, "qpp-" + ProcessHandle.current().pid() + "-");
            assertThat(directories).hasSize(1);
            assertThat(here.resolve(directories.iterator().next())).isDirectoryContaining("glob:**/1")
                    .isDirectoryContaining("glob:**/2");
            Files.createFile(gate);
            assertThat(first.get(30, TimeUnit.SECONDS)).isNotEqualTo(second.get(30, TimeUnit.SECONDS));
        }
    }

    /** Where the name of a socket would be longer than the system allows, it is in another place. */
    @Test
    void test_too_long_name_resource() throws Exception {
        Path elsewhere = Path.of("/tmp");
        Path far = Files.createDirectory(temporary.resolve("far".repeat(50)));
        Owner owner = new Owner(far);
        assertThat(owner.directories(far)).isEmpty();
        assertThat(owner.directories(elsewhere)).hasSize(1);
        assertThat(owner.askAgain()).isEqualTo(owner.worker);
        owner.end();
        assertThat(owner.directories(elsewhere)).isEmpty();
    }
}
