package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskLostException;
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
            synchronized (state.lock) {
                state.queue.add(ticket(2, told));
                state.terminate(Verdict.TimeLimit.shutdown(Duration.ofMillis(300)));
            }

            worker.dispatcher().remedy().run(System.nanoTime());
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

    /** An outcome can get lost between two places; then there is nobody who has it, and its call is told so. */
    @Test
    void aCallThatNobodyHasAnyMoreFails() throws Exception {
        List<Object> told = Collections.synchronizedList(new ArrayList<>());
        List<Object> running = new ArrayList<>();
        Shortage.note();
        try (FakeWorker worker = new FakeWorker(directory, 1 << 12)) {
            PoolState state = worker.dispatcher().state;
            worker.launch(ticket(1, running, 3));
            worker.begin(1);
            synchronized (state.lock) {
                worker.dispatcher().takeBack(worker.handle()); // the two that it has not begun
                state.open.add(ticket(2, told).receiver);
            }
            long moment = System.nanoTime();
            for (int seconds = 2; seconds <= 18; seconds++) {
                assertThat(worker.dispatcher().remedy().run(moment + Duration.ofSeconds(seconds).toNanos())).isTrue();
            }
            assertThat(told).as("before its time").isEmpty();

            for (int seconds = 20; seconds <= 24; seconds++) {
                worker.dispatcher().remedy().run(moment + Duration.ofSeconds(seconds).toNanos());
            }

            await().atMost(Pools.PATIENCE).until(() -> !told.isEmpty());
            assertThat(told).hasSize(1).hasOnlyElementsOfType(OutOfMemoryError.class);
            assertThat(running).as("a worker has that one").isEmpty();
            worker.die();
        }
    }

    @Test
    void aWorkerWhoseThreadHasEndedIsSeenTo() throws Exception {
        List<Object> told = Collections.synchronizedList(new ArrayList<>());
        Thread ended = endedThread();
        try (FakeWorker worker = new FakeWorker(directory, 1 << 12)) {
            worker.launch(ticket(1, told));
            worker.begin(1);
            worker.handle().attendant = ended; // the watchdog is awake

            await().atMost(Pools.PATIENCE).until(() -> !told.isEmpty());
            assertThat(told).hasSize(1).hasOnlyElementsOfType(TaskLostException.class);
            synchronized (worker.dispatcher().state.lock) {
                assertThat(worker.dispatcher().state.roster.isEmpty()).isTrue();
            }
        }
    }

    /** Nobody waits a minute for one that will not come on. */
    @Test
    void whatAThreadHasReadThatHasEndedFailsAtOnce() throws Exception {
        List<Object> told = new ArrayList<>();
        LateResults late = new LateResults(Duration.ofMinutes(1), new Tally());
        late.begin(ticket(1, told), endedThread());

        late.giveUp(Long.MAX_VALUE);

        assertThat(told).singleElement().isInstanceOfSatisfying(TaskEncodingException.class,
                e -> assertThat(e).hasMessageContaining("has ended before that"));
        assertThat(late.isEmpty()).isTrue();
    }

    private static Thread endedThread() throws InterruptedException {
        Thread ended = new Thread(() -> {
        });
        ended.start();
        ended.join();
        return ended;
    }

    private static Ticket ticket(long id, List<Object> told) {
        return ticket(id, told, 1);
    }

    private static Ticket ticket(long id, List<Object> told, int count) {
        byte[] noArguments = new byte[count * Integer.BYTES];
        return new Ticket(MisbehaveTasks.square(1).entryPoint(), new Pace(), new Told(told), id, 0, count, noArguments, 0,
                noArguments.length);
    }
}
