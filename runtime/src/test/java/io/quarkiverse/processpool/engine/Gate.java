package io.quarkiverse.processpool.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a task in a worker waits for: processes have no latch in common. */
final class Gate {

    private static final long POLL_MILLIS = 2;

    private Gate() {
    }

    static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(POLL_MILLIS);
        }
    }
}
