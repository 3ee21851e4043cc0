package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.LongAdder;

/** Parent side: how many tasks of a pool ended how. */
final class Tally {

    final LongAdder completed = new LongAdder();
    final LongAdder failed = new LongAdder();

    /** So many more have ended, some of them with a failure. */
    void count(int ended, int ofThemFailed) {
        if (ended > ofThemFailed) {
            completed.add(ended - ofThemFailed);
        }
        if (ofThemFailed > 0) {
            failed.add(ofThemFailed);
        }
    }
}
