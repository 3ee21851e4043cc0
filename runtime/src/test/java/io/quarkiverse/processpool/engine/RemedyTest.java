package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.TaskTimeoutException;

/** What somebody could not do is done in another way; and the watchdog may come between any two steps of somebody else. */
@ExtendWith(LeavesNothingBehind.class)
class RemedyTest {

    @TempDir
    Path directory;

    @Test
    void betweenTheEndOfAPoolAndThatOfItsWorkersItKeepsTheReason() throws Exception {
        List<Object> told = new ArrayList<>();
        try (FakeWorker worker = new FakeWorker(directory, 1 << 12)) {
            worker.launch(ticket(1, told));
            worker.begin(1);
            PoolState state = worker.dispatcher().state;
            state.lock.lock();
            try {
                state.queue.add(ticket(2, told));
                state.terminate(Verdict.TimeLimit.shutdown(Duration.ofMillis(300)));
            } finally {
                state.lock.unlock();
            }

            worker.dispatcher().remedy().run();
            worker.dispatcher().ending().terminate(new Verdict.PoolTerminated());
            worker.die();

            assertThat(told).hasSize(2).allSatisfy(failure -> assertThat(failure)
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(e).hasMessageContaining(
                            "shutdown-timeout of 300 ms").extracting(TaskTimeoutException::limit).isEqualTo(Limit.SHUTDOWN)));
        }
    }

    /** What links nothing any more is no reason to wait for ever. */
    @Test
    void whereItCannotBeSaidWhatAWorkerHasDiedOfItsTaskIsToldThat() throws Exception {
        List<Object> told = new ArrayList<>();
        Error obstacle = new NoClassDefFoundError("for good");
        try (FakeWorker worker = new FakeWorker(directory, 1 << 12)) {
            worker.launch(ticket(1, told));
            worker.begin(1);
            worker.die(obstacle);
            assertThat(told).containsExactly(obstacle);

            ticket(2, told).fail(task -> {
                throw obstacle;
            });
            assertThat(told).containsExactly(obstacle, obstacle);
        }
    }

    private static Ticket ticket(long id, List<Object> told) {
        byte[] noArguments = new byte[Integer.BYTES];
        return new Ticket(MisbehaveTasks.square(1).entryPoint(), new Pace(), new Told(told), id, 0, 1, noArguments, 0,
                noArguments.length);
    }
}
