package io.quarkiverse.processpool.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.quarkiverse.processpool.wire.Kin;
import io.quarkiverse.processpool.wire.Tree;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Worker side: what a worker removes whose parent is gone: the processes that its tasks have started, and its directory. */
final class Estate {

    private Estate() {
    }

    /**
     * Has the JDK remove the directories when the JVM has ended in order, if they are empty by then: the parent may be killed
     * before it sees that end.
     */
    static void bequeath(WorkerSettings settings) {
        File own = new File(settings.directory());
        own.getParentFile().deleteOnExit(); // the last one first
        own.deleteOnExit();
        new File(own, "tmp").deleteOnExit();
        new File(own, WorkerSettings.SIGN_OF_LIFE).deleteOnExit();
    }

    /** Before an end in order: removes what the tasks have left in the directory for temporary files. */
    static void clear(WorkerSettings settings) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(settings.temporary())) {
            for (Path file : left) {
                Tree.delete(file);
            }
        } catch (IOException e) {
            // the parent tries again
        }
    }

    static void remove(WorkerSettings settings) throws IOException {
        Kin.killDescendants(ProcessHandle.current());
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
