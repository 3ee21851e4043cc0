package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.quarkiverse.processpool.wire.ClassLoading;

/**
 * Parent side: one run of a worker that does what a worker does and no work of the application, from which its JVM writes an
 * archive of the classes when it ends. It runs in a pool of its own, at the lowest priority.
 */
final class ArchiveRehearsal {

    /** A process of the lowest priority that needs a second has to itself what others leave it, which can be a hundredth. */
    static final Duration PATIENCE = Duration.ofMinutes(5);
    static final TimeLimits TIMES = new TimeLimits(Duration.ZERO, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, PATIENCE,
            PATIENCE, PoolBuilder.READING_TIMEOUT);

    private final PoolSettings settings;
    private final Path archive;
    private WorkerPool pool;
    private boolean ended;

    /**
     * @param classPath the part of the class path that the archive is for
     * @param archive the file to be written
     */
    ArchiveRehearsal(PoolSettings of, List<Path> classPath, Path archive) {
        this.settings = of.rehearsing(classPath, archive);
        this.archive = archive;
    }

    /**
     * @param classNames classes that are to be in the archive too, as far as they are on this part of the class path
     * @return whether the archive is there
     */
    boolean run(String classNames) throws Exception {
        WorkerPool stage = begin();
        if (stage == null) {
            return false;
        }
        try {
            stage.apply(ClassLoading.ENTRY_POINT, new ClassLoading(classNames));
            stage.close();
            return stage.join(PATIENCE) && isWritten();
        } finally {
            stage.terminate();
            stage.join(PATIENCE);
        }
    }

    private synchronized WorkerPool begin() {
        pool = ended ? null : new WorkerPool(settings);
        return pool;
    }

    private synchronized boolean isWritten() throws IOException {
        return !ended && Files.exists(archive) && Files.size(archive) > 0;
    }

    /** Kills it if it runs. */
    synchronized void end() {
        ended = true;
        if (pool != null) {
            pool.terminate();
        }
    }
}
