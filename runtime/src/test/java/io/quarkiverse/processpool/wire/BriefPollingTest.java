package io.quarkiverse.processpool.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class BriefPollingTest {

    private static final long SHORT = BriefPolling.MOMENT_NANOS / 2;
    private static final long LONG = BriefPolling.MOMENT_NANOS * 2;
    private static final long TAKEN = 3_000_000;

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

    /** Waits, and sleeps for so long if it has to. */
    private boolean looks(long sleeps) {
        int before = never.looks;
        long since = polling.await(never);
        polling.now += sleeps;
        polling.waited(since);
        return never.looks > before;
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
        polling.waited(polling.await(() -> ++looks[0] == 100));
        assertEquals(100, looks[0]);
        assertTrue(polling.now - polling.began < BriefPolling.MOMENT_NANOS, "it looked for a shorter time than it may");
        assertTrue(looks(0), "it looks the next time, too");
    }

    @Test
    void doesNotLookWhileItHasToWaitForLong() {
        assertTrue(looks(LONG));
        for (int i = 0; i < 100; i++) {
            assertFalse(looks(LONG * 100), "it has just waited for long");
        }
        assertFalse(looks(SHORT), "and again");
        assertTrue(looks(SHORT), "it would have been enough to look");
    }

    @Test
    void whatWasInVainIsNotRepeatedAtOnce() {
        assertTrue(looks(0));
        assertFalse(looks(SHORT));
        long pause = untilItLooks(20 * BriefPolling.MOMENT_NANOS);
        assertTrue(pause > 15 * BriefPolling.MOMENT_NANOS, () -> "it looked after " + pause);
    }

    private long untilItLooks(long most) {
        long start = polling.now;
        while (!looks(SHORT)) {
            assertTrue(polling.now - start < most, "it looks again some time");
        }
        return polling.now - start;
    }

    @Test
    void aCoreThatOthersWantIsLeftToThem() {
        long before = 0;
        for (int pause = BriefPolling.SHORTEST_PAUSE; pause <= BriefPolling.LONGEST_PAUSE; pause *= 4) {
            long next = pauseAfterLosingTheCore();
            assertTrue(next >= pause * TAKEN && next > 2 * before, next + " ns after " + before);
            before = next;
        }
        long longest = pauseAfterLosingTheCore();
        assertTrue(longest < 1.2 * before, () -> "and that is the longest, not " + longest);

        for (int i = 0; i < 100; i++) {
            polling.waited(polling.await(() -> true));
        }
        assertTrue(pauseAfterLosingTheCore() < before / 2, "it has helped meanwhile");
    }

    private long pauseAfterLosingTheCore() {
        polling.step = TAKEN;
        polling.await(never);
        polling.step = 1_000;
        polling.waited(polling.now);
        long pause = untilItLooks(2 * BriefPolling.LONGEST_PAUSE * TAKEN);
        polling.now += 2 * BriefPolling.LONGEST_PAUSE * BriefPolling.MOMENT_NANOS; // that of the last look
        polling.waited(polling.now);
        return pause;
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
