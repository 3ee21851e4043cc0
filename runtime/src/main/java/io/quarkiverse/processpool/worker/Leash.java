package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Worker side: a thread that waits for the end of standard input. The parent holds the other end and never closes it while the
 * worker should live, so its end means that the parent is gone, however it went. Then the processes that tasks have started are
 * killed, the pool's directory is removed, and this process halts.
 */
final class Leash extends Thread {

    private final InputStream in;
    private final WorkerSettings settings;

    Leash(InputStream in, WorkerSettings settings) {
        super("process-pool-leash");
        this.in = in;
        this.settings = settings;
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    @Override
    public void run() {
        try {
            while (in.read() >= 0) {
                // the parent has nothing to say yet; bytes of a later version are passed over
            }
        } catch (IOException e) {
            // as good as its end
        }
        try {
            killDescendants();
            removeDirectory();
        } catch (Throwable e) {
            // nobody is left to be told
        } finally {
            Exit.cut(ExitCode.LEASH_CUT);
        }
    }

    private static void killDescendants() {
        Iterator<ProcessHandle> descendants = ProcessHandle.current().descendants().iterator();
        while (descendants.hasNext()) {
            descendants.next().destroyForcibly();
        }
    }

    private void removeDirectory() throws IOException {
        Path directory = Path.of(settings.directory());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
