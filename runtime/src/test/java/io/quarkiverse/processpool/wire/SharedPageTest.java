package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that the parent has taken back and not seen started does not run, whatever the two sides do at the same time. */
class SharedPageTest {

    private static final int ROUNDS = 300_000;

    @TempDir
    Path folder;
    private SharedPage parent;
    private SharedPage worker;

    @BeforeEach
    void map() throws IOException {
        Path file = Files.write(folder.resolve("page"), new byte[SharedPage.SIZE]);
        parent = SharedPage.map(file);
        worker = SharedPage.map(file);
    }

    @Test
    void theParentSeesWhatTheWorkerStarts() {
        assertThat(parent.started()).isZero();
        assertThat(worker.start(1)).isTrue();
        assertThat(parent.started()).isEqualTo(1);
    }

    @Test
    void whatWasTakenBackDoesNotRunAndWhatComesAfterDoes() {
        assertThat(worker.start(1)).isTrue();
        assertThat(parent.recall(2, 5)).isEqualTo(1);
        for (long sequence = 2; sequence < 5; sequence++) {
            assertThat(worker.start(sequence)).as("task %s", sequence).isFalse();
        }
        assertThat(worker.start(5)).isTrue();
    }

    @Test
    void takingBackMoreDoesNotGiveAnythingFree() {
        worker.start(1);
        parent.recall(2, 4);
        parent.recall(4, 6);
        for (long sequence = 2; sequence < 6; sequence++) {
            assertThat(worker.start(sequence)).as("task %s", sequence).isFalse();
        }
        assertThat(worker.start(6)).isTrue();
    }

    @Test
    void whatLiesBetweenTwoRangesRuns() {
        worker.start(1);
        parent.recall(2, 4);
        worker.start(2);
        worker.start(3);
        assertThat(worker.start(4)).isTrue();
        parent.recall(5, 7);
        assertThat(worker.start(5)).isFalse();
        assertThat(worker.start(6)).isFalse();
        assertThat(worker.start(7)).isTrue();
    }

    /**
     * Per round the worker runs through a few tasks while the parent takes back what it sees not started, twice.
     */
    @Test
    @Timeout(60)
    void noTaskIsBothRunAndTakenBack() throws InterruptedException {
        int perRound = 4;
        byte[] ran = new byte[ROUNDS * perRound + 1];
        boolean[] isVoid = new boolean[ROUNDS * perRound + 1];
        AtomicInteger parentRound = new AtomicInteger();
        AtomicInteger workerRound = new AtomicInteger();
        Thread tasks = new Thread(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                meet(workerRound, parentRound);
                int first = round * perRound + 1;
                for (int sequence = first; sequence < first + perRound; sequence++) {
                    ran[sequence] = (byte) (worker.start(sequence) ? 1 : 0);
                }
            }
            meet(workerRound, parentRound);
        });
        tasks.start();
        int races = 0;
        for (int round = 0; round < ROUNDS; round++) {
            meet(parentRound, workerRound);
            int first = round * perRound + 1;
            int middle = first + perRound / 2;
            long recalledTo = takeBack(first, middle, isVoid);
            takeBack(Math.max(recalledTo, middle), first + perRound, isVoid);
            races += isVoid[first + perRound - 1] && !isVoid[first] ? 1 : 0;
        }
        meet(parentRound, workerRound);
        tasks.join();
        int both = 0;
        for (int sequence = 1; sequence < ran.length; sequence++) {
            both += isVoid[sequence] && ran[sequence] == 1 ? 1 : 0;
        }
        assertThat(both).as("tasks that were taken back and run all the same").isZero();
        assertThat(races).as("rounds in which the two sides met in the middle").isPositive();
    }

    /** As the engine does it: from behind the last task that has started, and behind what was taken back before. */
    private long takeBack(long notBefore, long to, boolean[] isVoid) {
        long from = Math.max(parent.started() + 1, notBefore);
        if (from >= to) {
            return from;
        }
        long started = parent.recall(from, to);
        for (long sequence = Math.max(from, started + 1); sequence < to; sequence++) {
            isVoid[(int) sequence] = true;
        }
        return to;
    }

    private static void meet(AtomicInteger mine, AtomicInteger other) {
        int round = mine.incrementAndGet();
        while (other.get() < round) {
            Thread.onSpinWait();
        }
    }
}
