package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Parent side: how many tasks of a pool ended how. */
final class Tally {

    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    long completed() {
        return completed.get();
    }

    long failed() {
        return failed.get();
    }

    /** So many more have ended with a failure. */
    void failed(int count) {
        failed.addAndGet(count);
    }

    /** So many more have ended, some of them with a failure. */
    void count(int ended, int ofThemFailed) {
        if (ended > ofThemFailed) {
            completed.addAndGet(ended - ofThemFailed);
        }
        if (ofThemFailed > 0) {
            failed.addAndGet(ofThemFailed);
        }
    }
}
