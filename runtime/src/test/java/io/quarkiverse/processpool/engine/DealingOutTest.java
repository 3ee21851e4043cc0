package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.SharedPage;

/** What a worker has before it is shared out when another one has nothing to do: two workers without processes. */
class DealingOutTest {

    private static final int TASKS = 11;

    @TempDir
    Path directory;

    private final Dispatcher dispatcher = new Dispatcher(WorkerPool.builder("misbehave").workers(2).settings(),
            new PoolThreads("sharing"));
    private final Roster roster = dispatcher.state.roster;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private WorkerHandle busy;
    private WorkerHandle idle;

    @BeforeEach
    void connect() throws IOException {
        busy = worker();
        idle = worker();
        roster.rest(idle);
    }

    @AfterEach
    void disconnect() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    private WorkerHandle worker() throws IOException {
        WorkerHandle worker = roster.newWorker("none");
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        sockets.add(socket);
        SharedPage page = SharedPage.map(Files.write(directory.resolve(worker.name), new byte[SharedPage.SIZE]));
        worker.connected(socket, new PoolThreads("sharing"), page,
                new LaneToWorker(directory.resolve(worker.name + "-lane"), page), null);
        worker.become(WorkerState.IDLE);
        return worker;
    }

    @Test
    @DisplayName("B33 With each answer, what a worker has not begun is dealt out to it and to those that have nothing to do")
    void tasksAreDealtOut() {
        begin(tasks(50_000));

        assertThat(dispatcher.share(busy)).containsExactly(busy, idle);

        assertThat(live(idle)).isEqualTo(TASKS / 2);
        assertThat(live(busy)).as("with the one that it has begun").isEqualTo(TASKS - TASKS / 2);
        assertThat(dispatcher.state.queue.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("B33 Of long tasks a worker without any gets a part, and the rest waits for whoever is free first")
    void longTasksWaitForWhoeverIsFree() {
        begin(tasks(10_000_000));

        dispatcher.share(busy);

        assertThat(live(idle)).isEqualTo(TASKS / 2);
        assertThat(live(busy)).isEqualTo(1);
        assertThat(dispatcher.state.queue.tasks()).isEqualTo(TASKS - 1 - TASKS / 2);
    }

    @Test
    void aWorkerThatHasJustBecomeIdleGetsAPartToo() {
        begin(tasks(50_000));

        assertThat(dispatcher.share(idle)).contains(busy, idle);
        assertThat(live(idle)).isEqualTo(TASKS / 2);
    }

    @Test
    void whatIsOverInAMomentStaysWhereItIs() {
        begin(tasks(1_000));

        assertThat(dispatcher.share(busy)).isEmpty();
        assertThat(live(busy)).isEqualTo(TASKS);
    }

    @Test
    void nothingIsMovedBetweenWorkersThatAreBusy() {
        begin(tasks(50_000));
        roster.noLongerIdle(idle);

        assertThat(dispatcher.share(busy)).isEmpty();
    }

    @Test
    void theNextShortTaskWaitsAtTheWorker() {
        Ticket next = tasks(2_000_000).slice(1, 1);
        busy.assign(next);

        assertThat(roster.takesNext(busy, next)).isTrue();
        busy.assign(next);
        assertThat(roster.takesNext(busy, next)).as("a second one").isFalse();
    }

    @Test
    void nothingWaitsBehindALongTask() {
        busy.assign(tasks(20_000_000).slice(1, 1));

        assertThat(roster.takesNext(busy, tasks(2_000_000).slice(1, 1))).isFalse();
    }

    private void begin(Ticket ticket) {
        busy.assign(ticket);
        busy.page.start(1);
    }

    private static int live(WorkerHandle worker) {
        int live = 0;
        for (Flight flight : worker.flights) {
            live += flight.isVoid() ? 0 : flight.left();
        }
        return live;
    }

    private static Ticket tasks(long nanosEach) {
        Pace pace = new Pace();
        pace.saw(nanosEach, 1);
        byte[] bytes = new byte[Integer.BYTES * TASKS];
        return new Ticket(MisbehaveTasks.square(1).entryPoint(), pace, new BlockingCall<>(), 1, 0, TASKS, bytes, 0,
                bytes.length);
    }
}
