package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.engine.Trouble.Deed;
import io.quarkiverse.processpool.engine.Trouble.Hostile;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.SharedPage;

/** Large arguments and results go through memory that both sides map, and nobody sees a difference. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(600)
class LargePayloadsTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private SharedPage page() throws IOException {
        return SharedPage.map(Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]));
    }

    private static boolean hasLane(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps")).contains("/lane");
    }

    @Test
    void theyDoSoAfterTheFirstOnesAndNotBefore() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 20; i++) {
                pool.apply(MisbehaveTasks.echo(bytes(i, Lane.LARGE / 2)));
            }
            assertThat(hasLane(pid)).as("for small ones").isFalse();
            for (int i = 0; i < 20; i++) {
                assertThat(pool.apply(MisbehaveTasks.echo(bytes(i, MIB)))).isEqualTo(bytes(i, MIB));
            }
            assertThat(hasLane(pid)).as("for large ones").isTrue();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    void largeResultsOfSmallArgumentsDoSoToo() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 10; i++) {
                assertThat(pool.apply(TroubleTasks.ofLength(MIB + i))).hasSize(MIB + i);
            }
            assertThat(hasLane(pid)).isTrue();
        }
    }

    @Test
    void aResultThatFailsWhenMostOfItIsWritten() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(MIB))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 30; i++) {
                assertThat(pool.apply(ChoresTasks.laden(i % 11, 100_000, true)).load()).hasSize(i % 11);
                assertThatThrownBy(() -> pool.apply(ChoresTasks.laden(10, 100_000, false)))
                        .isInstanceOf(TaskEncodingException.class);
                assertThatThrownBy(() -> pool.apply(ChoresTasks.laden(11, 100_000, true)))
                        .isInstanceOf(PayloadTooLargeException.class);
                String message = "x".repeat(2 * Lane.LARGE);
                assertThatThrownBy(() -> pool.apply(MisbehaveTasks.fail(message))).hasMessage(message);
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    /** Their outcomes are sent only now, when parts of the large one are on their way. */
    @Test
    void smallResultsBeforeALargeOne() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 2000; i++) {
                pool.apply(TroubleTasks.ofLength(10)); // which is short from now on
            }
            for (int i = 0; i < 20; i++) {
                List<CompletableFuture<byte[]>> results = new ArrayList<>();
                for (int j = 0; j < 40; j++) {
                    results.add(pool.submit(TroubleTasks.ofLength(10)));
                }
                results.add(pool.submit(TroubleTasks.ofLength(5 * MIB + i)));
                results.add(pool.submit(TroubleTasks.ofLength(11)));
                assertThat(results).extracting(result -> result.join().length).startsWith(10).endsWith(10, 5 * MIB + i, 11);
            }
        }
    }

    /** Parts of it have left when that is found out. */
    @Test
    void aLargeResultThatIsNestedTooDeep() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(depth(pool.apply(ChoresTasks.deep(1000, 60_000)))).isEqualTo(1000);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> pool.apply(ChoresTasks.deep(1001, 60_000))).isInstanceOf(TaskEncodingException.class)
                        .hasMessageContaining("nested more than 1000 deep");
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    private static int depth(Chores.Deep top) {
        int depth = 0;
        for (Chores.Deep node = top; node != null; node = node.next()) {
            depth++;
        }
        return depth;
    }

    /** It may end in the middle of a part, and the worker with it, but nobody waits for the rest. */
    @Test
    void whenTheStackIsAtItsEndWhileALargeResultIsSent() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.jvmArgs("-Xss200k"))) {
            for (int i = 0; i < 8; i++) {
                CompletableFuture<?> deep = pool.submit(ChoresTasks.deep(1000, 60_000 + 7 * i));
                assertThatThrownBy(() -> deep.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).cause()
                        .isInstanceOfAny(TaskEncodingException.class, ConnectionLostException.class);
                assertThat(pool.apply(TroubleTasks.ofLength(400_000))).hasSize(400_000);
            }
        }
    }

    /** It announces it when it has read the first bytes. */
    @Test
    @DisplayName("B3 A worker that dies while large arguments are on their way to it has not begun the task")
    void aDeathWhileArgumentsAreOnTheirWay() throws Exception {
        try (FakeWorker worker = new FakeWorker(folder, Integer.MAX_VALUE)) {
            byte[] arguments = new byte[8 * MIB];
            Ticket ticket = new Ticket(MisbehaveTasks.square(1).entryPoint(), new Pace(), new BlockingCall<>(), 1, 0, 1,
                    arguments, 0, arguments.length);
            worker.launch(ticket);
            worker.begin(1);
            worker.die();
            assertThat(worker.dispatcher().state.queue.tasks()).isEqualTo(1);
        }
    }

    @Test
    void largerThanTheLane() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 10; i++) {
                byte[] bytes = bytes(i, 5 * MIB + i * 700_001);
                assertThat(pool.apply(MisbehaveTasks.echo(bytes))).isEqualTo(bytes);
                assertThat(pool.apply(TroubleTasks.ofLength(5 * MIB + i))).hasSize(5 * MIB + i).endsWith(7);
                assertThat(pool.apply(ChoresTasks.laden(60 + i, 100_000, true)).load()).hasSize(60 + i)
                        .allMatch(load -> load.length == 100_000);
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    void aResultThatFailsWhenMostOfItHasLeft() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxPayload(6 * MIB))) {
            long pid = pool.apply(MisbehaveTasks.pid(0));
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> pool.apply(ChoresTasks.laden(58, 100_000, false)))
                        .isInstanceOf(TaskEncodingException.class);
                assertThatThrownBy(() -> pool.apply(ChoresTasks.laden(64, 100_000, true)))
                        .isInstanceOf(PayloadTooLargeException.class);
                assertThat(pool.apply(ChoresTasks.laden(58, 100_000, true)).load()).hasSize(58);
                String message = "x".repeat(2 * Lane.LARGE);
                assertThatThrownBy(() -> pool.apply(MisbehaveTasks.fail(message))).hasMessage(message);
            }
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        }
    }

    @Test
    @DisplayName("B8 A task that is cancelled while its large arguments are on their way leaves the worker as it was")
    void cancelledOnTheWay() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            byte[] bytes = bytes(1, 40 * MIB);
            for (int i = 0; i < 10; i++) {
                CompletableFuture<byte[]> cancelled = pool.submit(MisbehaveTasks.echo(bytes));
                CompletableFuture<Integer> next = pool.submit(MisbehaveTasks.square(i));
                LockSupport.parkNanos(i * 5_000_000L);
                cancelled.cancel(true);
                assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(pool.apply(MisbehaveTasks.echo(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    @DisplayName("B1 A worker that is killed while a result larger than the lane leaves it died of that, and of nothing else")
    void killedWhileItsResultLeaves() throws Exception {
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 10; i++) {
                long pid = pool.apply(MisbehaveTasks.pid(0));
                CompletableFuture<byte[]> result = pool.submit(TroubleTasks.ofLength(100 * MIB));
                LockSupport.parkNanos(20_000_000 + i * 10_000_000L);
                Pools.kill(pid);
                try {
                    assertThat(result.get(30, TimeUnit.SECONDS)).hasSize(100 * MIB);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(WorkerKilledException.class);
                }
            }
        }
    }

    @Test
    @DisplayName("B14 Many payloads of all sizes at once come back as they were, whichever way they went")
    void allSizesAtOnce() throws Exception {
        Random random = new Random(7);
        List<byte[]> all = IntStream.range(0, 300)
                .mapToObj(i -> bytes(i, random.nextInt(10) == 0 ? random.nextInt(6 * MIB) : random.nextInt(400_000))).toList();
        try (WorkerPool pool = Pools.of(2)) {
            for (int chunk : new int[] { 1, 3 }) {
                assertThat(pool.map(MisbehaveTasks::echo, all, chunk).get(60, TimeUnit.SECONDS))
                        .usingElementComparator(Arrays::compare).containsExactlyElementsOf(all);
            }
            List<CompletableFuture<byte[]>> singly = all.stream().map(each -> pool.submit(MisbehaveTasks.echo(each))).toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(singly.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(all.get(i));
            }
        }
    }

    @Test
    @DisplayName("B1 A worker that is killed with large payloads on their way costs its one task")
    void aKilledWorkerCostsOneTask() throws Exception {
        try (WorkerPool pool = Pools.of(2)) {
            List<CompletableFuture<byte[]>> results = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                results.add(pool.submit(MisbehaveTasks.echo(bytes(i, MIB))));
                if (i % 40 == 20) {
                    results.get(i - 10).handle((done, failed) -> done).join();
                    Pools.kill(pool.stats().workers().get(0).pid());
                }
            }
            int lost = 0;
            for (int i = 0; i < results.size(); i++) {
                try {
                    assertThat(results.get(i).join()).isEqualTo(bytes(i, MIB));
                } catch (CompletionException e) {
                    assertThat(e.getCause()).isInstanceOf(WorkerDiedException.class);
                    lost++;
                }
            }
            assertThat(lost).isLessThanOrEqualTo(3);
        }
    }

    @Test
    @DisplayName("B11 While one result is still being read, large ones go on, past the places that they may not take again")
    void largeResultsBesideOneThatIsReadForLong() throws Exception {
        Trouble.enough = false;
        try (WorkerPool pool = Pools.of(1)) {
            for (int i = 0; i < 5; i++) {
                pool.apply(MisbehaveTasks.echo(bytes(i, MIB)));
            }
            long pid = pool.apply(MisbehaveTasks.pid(0));
            assertThat(hasLane(pid)).isTrue();
            CompletableFuture<Hostile> stuck = pool.submit(TroubleTasks.give(Deed.NOTHING, Deed.LOOP));
            for (int i = 0; i < 20; i++) {
                assertThat(pool.submit(MisbehaveTasks.echo(bytes(i, MIB))).get(30, TimeUnit.SECONDS)).isEqualTo(bytes(i, MIB));
            }
            assertThat(stuck).isNotDone();
            Trouble.enough = true;
            assertThat(stuck.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(pool.apply(MisbehaveTasks.pid(0))).isEqualTo(pid);
        } finally {
            Trouble.enough = true;
        }
    }

    @Test
    void placesOfResultsAreKeptWhenSomebodyMayStillReadThem() throws IOException {
        SharedPage page = page();
        LaneToWorker lane = new LaneToWorker(folder.resolve("lane"), page);
        Lane.map(lane.offer());
        page.laneMapped();
        lane.read(10);
        assertThat(page.laneTaken()).isEqualTo(10);
        lane.keepResults();
        lane.read(20);
        assertThat(page.laneTaken()).isEqualTo(10);
    }

    @Test
    void itsMemoryDoesNotOutliveTheWorker() throws IOException {
        SharedPage page = page();
        LaneToWorker lane = new LaneToWorker(folder.resolve("lane"), page);
        Path file = lane.offer();
        page.laneMapped();
        assertThat(lane.put(new byte[Lane.LARGE], 0, Lane.LARGE, 1)).isEqualTo(Lane.LARGE);
        assertThat(file).hasSize(Lane.SIZE);
        lane.release();
        assertThat(file).hasSize(0);
        assertThat(lane.takes(Lane.LARGE)).isFalse();
        assertThat(lane.put(new byte[Lane.LARGE], 0, Lane.LARGE, 2)).isEqualTo(-1);
        lane.passed(1);
        assertThatThrownBy(() -> lane.result(new Decoder(new byte[0]), 10, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatSomebodyMayStillReadIsLeftToTheCollector() throws IOException {
        SharedPage page = page();
        LaneToWorker lane = new LaneToWorker(folder.resolve("lane"), page);
        Path file = lane.offer();
        lane.keepResults();
        lane.release();
        assertThat(file).hasSize(Lane.SIZE);
    }

    @Test
    @DisplayName("B22 Fifty workers with large payloads, one after the other, leave no file open")
    void manyWorkersOneAfterTheOther() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.maxTasksPerWorker(3))) {
            for (int i = 0; i < 150; i++) {
                assertThat(pool.apply(MisbehaveTasks.echo(bytes(i, MIB)))).isEqualTo(bytes(i, MIB));
            }
            await().atMost(Pools.PATIENCE).until(() -> openLanes() <= 1);
        }
    }

    private static long openLanes() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(LargePayloadsTest::isLane).count();
        }
    }

    private static boolean isLane(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("/lane");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void withoutALaneThereAreNoResultsInOne() throws IOException {
        SharedPage page = page();
        LaneToWorker lane = new LaneToWorker(folder.resolve("lane"), page);
        assertThatThrownBy(() -> lane.result(new Decoder(new byte[0]), 10, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThat(lane.isToBeOffered(Lane.LARGE - 1)).isFalse();
        assertThat(lane.isToBeOffered(Lane.LARGE)).isTrue();
    }

    @Test
    void whereThereIsNoRoomForItAllGoesThroughTheSocket() throws IOException {
        SharedPage page = page();
        LaneToWorker lane = new LaneToWorker(folder.resolve("not there").resolve("lane"), page);
        assertThat(lane.offer()).isNull();
        assertThat(lane.isToBeOffered(Lane.LARGE)).as("again").isFalse();
        assertThat(lane.takes(Lane.LARGE)).isFalse();
        assertThat(lane.put(new byte[Lane.LARGE], 0, Lane.LARGE, 1)).isEqualTo(-1);
    }
}
