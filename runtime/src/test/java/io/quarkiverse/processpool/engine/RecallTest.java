package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.SharedPage;

/** What was taken back from a worker stays taken back, however often that happens before the worker gets there. */
@ExtendWith(LeavesNothingBehind.class)
class RecallTest {

    @TempDir
    Path directory;

    @Test
    void aSecondRecallKeepsTheFirst() throws Exception {
        Path file = Files.write(directory.resolve("page"), new byte[SharedPage.SIZE]);
        SharedPage page = SharedPage.map(file);
        WorkerHandle worker = new WorkerHandle("misbehave-1", 1, "none");
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            worker.connected(socket, new PoolThreads("recall"), page,
                    new LaneToWorker(directory.resolve("lane"), page), null);
            worker.become(io.quarkiverse.processpool.WorkerState.IDLE);
            worker.assign(tasks(4)); // numbers 1 to 4
            assertThat(page.start(1)).isTrue();
            assertThat(worker.recall()).isEqualTo(1);
            worker.assign(tasks(3)); // 5 to 7
            assertThat(worker.recall()).isEqualTo(1);
            worker.assign(tasks(2)); // 8 and 9
            List<Integer> run = new ArrayList<>();
            for (int i = 2; i <= 9; i++) {
                if (page.start(i)) {
                    run.add(i);
                }
            }
            assertThat(run).containsExactly(8, 9);
            worker.assign(tasks(2)); // 10 and 11
            assertThat(worker.recall()).isEqualTo(9);
            assertThat(page.start(10)).isFalse();
            assertThat(page.start(11)).isFalse();
        }
    }

    /** The worker is between two tasks: what is left of the flight is only what it will skip. */
    @Test
    void aFlightThatIsAnsweredAsFarAsItRanIsDone() throws Exception {
        Path file = Files.write(directory.resolve("page"), new byte[SharedPage.SIZE]);
        SharedPage page = SharedPage.map(file);
        WorkerHandle worker = new WorkerHandle("misbehave-1", 1, "none");
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            worker.connected(socket, new PoolThreads("recall"), page,
                    new LaneToWorker(directory.resolve("lane"), page), null);
            worker.become(io.quarkiverse.processpool.WorkerState.IDLE);
            worker.assign(tasks(3));
            worker.assign(tasks(2));
            assertThat(page.start(1)).isTrue();
            worker.flights.first().answered = 1;

            Recall recall = new Recall(worker, 1);
            recall.takeOff();
            assertThat(recall.lastFirst()).extracting(ticket -> ticket.count).containsExactly(2, 2);
            assertThat(worker.flights).allMatch(Flight::isVoid).extracting(Flight::nextSequence).containsExactly(2L, 4L);
        }
    }

    @Test
    void aWorkerMaySayAtOnceThatItSkippedWhatItHadAnnouncedAndWhatCameAfter() throws Exception {
        try (FakeWorker worker = new FakeWorker(directory, 1 << 12)) {
            worker.launch(tasks(4)); // numbers 1 to 4
            worker.begin(1);
            WorkerHandle handle = worker.handle();
            synchronized (worker.dispatcher().state.lock) {
                Recall recall = new Recall(handle, 1);
                recall.takeOff();
                assertThat(recall.lastFirst()).extracting(ticket -> ticket.count).containsExactly(3);
            }
            worker.dispatcher().answers().skipped(handle, 1, 4);
            assertThat(handle.flights).as("the first one, which nobody had taken back, is given out again")
                    .extracting(flight -> flight.firstSequence).containsExactly(5L);
            assertThatThrownBy(() -> worker.dispatcher().answers().skipped(handle, 5, 2))
                    .isInstanceOf(ProtocolException.class).hasMessage("2 tasks skipped that were not taken back");
            assertThatThrownBy(() -> worker.dispatcher().answers().skipped(handle, 5, 0)).isInstanceOf(ProtocolException.class);
            worker.die();
        }
    }

    private static Ticket tasks(int count) {
        byte[] bytes = new byte[4 * count];
        return new Ticket(MisbehaveTasks.square(1).entryPoint(), new Pace(), new BlockingCall<>(), 1, 0, count, bytes, 0,
                bytes.length);
    }
}
