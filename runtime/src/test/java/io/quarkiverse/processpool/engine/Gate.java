package io.quarkiverse.processpool.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a task in a worker waits for: processes have no latch in common. */
final class Gate {

    private static final int FIRST_MILLIS = 2;
    /** Two hundred processes may wait at the same time. */
    private static final int LONGEST_MILLIS = 50;

    private Gate() {
    }

    static void await(Path file) throws InterruptedException {
        for (int polls = 0; !Files.exists(file); polls++) {
            Thread.sleep(Math.min(FIRST_MILLIS + polls / 50, LONGEST_MILLIS));
        }
    }
}
