package io.quarkiverse.processpool.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class BriefPollingTest {

    /** Each look at the clock takes it on, as if the core had been taken away for so long. */
    private static final class Clocked extends BriefPolling {
        final long began = System.nanoTime();
        long now = began;
        long step = 1_000;

        @Override
        long nanoTime() {
            return now += step;
        }
    }

    private static final class Never implements BriefPolling.Sign {
        int looks;

        @Override
        public boolean isThere() {
            looks++;
            return false;
        }
    }

    private final Clocked polling = new Clocked();
    private final Never never = new Never();

    private boolean looks() {
        int before = never.looks;
        polling.await(never);
        return never.looks > before;
    }

    /** @return how long after the last look it looks again, in nanoseconds */
    private long pause() {
        long start = polling.now;
        while (!looks()) {
            polling.now += 10_000;
        }
        return polling.now - start;
    }

    @Test
    void looksForAMomentAndReturns() {
        polling.await(never);
        long took = polling.now - polling.began;
        assertTrue(took >= BriefPolling.MOMENT_NANOS && took < 2 * BriefPolling.MOMENT_NANOS, () -> "looked for " + took);
    }

    @Test
    void returnsWhenItIsThere() {
        int[] looks = { 0 };
        polling.await(() -> ++looks[0] == 100);
        assertEquals(100, looks[0]);
        assertTrue(polling.now - polling.began < BriefPolling.MOMENT_NANOS, "it looked for a shorter time than it may");
        assertTrue(looks(), "it looks the next time, too");
    }

    @Test
    void whatWasInVainIsNotRepeatedForLongerAndLonger() {
        assertTrue(looks());
        long before = 0;
        for (int times = BriefPolling.SHORTEST_PAUSE; times <= BriefPolling.LONGEST_PAUSE; times *= 2) {
            long pause = pause();
            assertTrue(pause >= times * BriefPolling.MOMENT_NANOS && pause > before, pause + " ns after " + before);
            before = pause;
        }
        assertTrue(pause() < 1.2 * before, "and that is the longest");
    }

    @Test
    void aCoreThatOthersWantIsLeftToThem() {
        polling.step = 3_000_000;
        assertTrue(looks());
        polling.step = 1_000;
        assertTrue(pause() >= 3_000_000L * BriefPolling.SHORTEST_PAUSE, "as that look has taken so long");
    }

    @Test
    void oneThreadLooks() throws InterruptedException {
        BriefPolling shared = new BriefPolling();
        CountDownLatch begun = new CountDownLatch(1);
        boolean[] there = new boolean[1];
        Thread first = new Thread(() -> shared.await(() -> {
            begun.countDown();
            synchronized (there) {
                return there[0];
            }
        }));
        synchronized (there) { // in which the first one waits
            first.start();
            begun.await();
            shared.await(never);
            there[0] = true;
        }
        first.join();
        assertEquals(0, never.looks);
    }
}
