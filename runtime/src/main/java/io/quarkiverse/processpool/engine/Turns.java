package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parent side: work that one thread at a time does for all that ask. Who asks while it is being done waits for nothing: it is
 * done once more then.
 */
final class Turns {

    /** What is done in a turn, with all that has been asked for before it. */
    interface Work {
        /** @return whether there may be more to do; if not, nobody is given a turn any more */
        boolean once();
    }

    private final AtomicInteger asked = new AtomicInteger();

    /** @return whether who asks has the turn now, and is to {@linkplain #take take} it */
    boolean ask() {
        return asked.getAndIncrement() == 0;
    }

    /** Whether somebody has the turn. */
    boolean isOne() {
        return asked.get() != 0;
    }

    /** Does the work as often as it was asked for. Where it throws, the turn stays with who called, who may take it again. */
    void take(Work work) {
        int seen;
        do {
            seen = asked.get();
            if (!work.once()) {
                return;
            }
        } while (!asked.compareAndSet(seen, 0));
    }
}
