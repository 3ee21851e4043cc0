package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.quarkiverse.processpool.wire.Kin;
import io.quarkiverse.processpool.wire.Tree;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Worker side: what a worker removes whose parent is gone: the processes that its tasks have started, and its directory. */
final class Estate {

    private Estate() {
    }

    static void remove(WorkerSettings settings) throws IOException {
        Kin.killDescendants();
        Kin.killAll(settings.mark(), -1);
        Path own = Path.of(settings.directory());
        try {
            Tree.delete(own);
        } finally {
            removeIfLast(own.getParent());
        }
    }

    /** The directory of the pool is removed by the last of its workers. */
    private static void removeIfLast(Path pool) throws IOException {
        Files.deleteIfExists(pool.resolve(WorkerSettings.CLASS_PATH_FILE));
        Files.deleteIfExists(pool);
    }
}
