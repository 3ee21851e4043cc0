package io.quarkiverse.processpool.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Parent side: what is done about an {@link OutOfMemoryError} of this process where somebody waits for what comes next. A heap
 * that is full is so for a moment, as a rule: who asked for much has failed, and lets go of what it had. So who must not give
 * up tries again until it succeeds, and what it does is such that it can be done again. Code that runs for the first time has
 * the JVM link it and find its services, which say of their want of memory by other errors too: so it is about each
 * {@link Error}. Some of these stay: a class whose initialisation has failed, a call that could not be linked. So there is an
 * end of trying, and then what is left undone is done in another way.
 */
final class Shortage {

    private static final long PAUSE_NANOS = 10_000_000;
    /**
     * A heap is full for a moment, which may be long where the collector is at its end; other errors stay, or are gone soon.
     */
    private static final int MOST_TRIES = 6_000;
    private static final int MOST_TRIES_OF_OTHERS = 200;

    private static volatile boolean seen;

    private Shortage() {
    }

    /** Whether there has been one in this process. */
    static boolean wasSeen() {
        return seen;
    }

    static void note() {
        seen = true;
    }

    /** Something was cut short by that; it can have been for want of memory. */
    static void note(Throwable problem) {
        if (problem instanceof Error) {
            seen = true;
        }
    }

    /**
     * Lets some time pass.
     *
     * @param tries how often it was tried before this one
     * @param problem of this one
     * @return whether there is any use in another one
     */
    static boolean pause(int tries, Throwable problem) {
        pause();
        return tries < (problem instanceof OutOfMemoryError ? MOST_TRIES : MOST_TRIES_OF_OTHERS);
    }

    /** Does that until it succeeds, or there is no use in trying. */
    static void persist(Runnable work) {
        boolean isOver = false;
        for (int tries = 0; !isOver; tries++) {
            try {
                work.run();
                isOver = true;
            } catch (Error e) {
                isOver = !pause(tries, e);
            }
        }
    }

    /** Lets some time pass. */
    static void pause() {
        note();
        boolean interrupted = Thread.interrupted(); // or there would be no pause
        LockSupport.parkNanos(PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
