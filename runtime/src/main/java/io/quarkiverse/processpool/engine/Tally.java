package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.LongAdder;

/** Parent side: how many tasks of a pool ended how. */
final class Tally {

    final LongAdder completed = new LongAdder();
    final LongAdder failed = new LongAdder();
}
