package io.quarkiverse.processpool.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    /** How long the shutdown hooks of a worker may take if the parent does not end it before. */
    private static final long LAST_MILLIS = 60_000;

    private static final long GRACE_MILLIS = 1_000;

    private final FileChannel in;
    private final WorkerSettings settings;
    private volatile boolean released;

    Leash(FileInputStream in, WorkerSettings settings) {
        super("process-pool-leash");
        this.in = in.getChannel();
        this.settings = settings;
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    /** Puts the leash on, until this process ends by itself. */
    void putOn() {
        start();
        Runtime.getRuntime().addShutdownHook(new Release(this));
    }

    /** If the channel is gone because the parent is, the end of this process is for the leash to see to, not for hooks. */
    void awaitItsEnd() {
        try {
            join(GRACE_MILLIS);
        } catch (InterruptedException e) {
            // then without it
        }
    }

    @Override
    public void run() {
        ByteBuffer nothing = ByteBuffer.allocate(16);
        try {
            while (in.read(nothing) >= 0) {
                nothing.clear(); // the parent has nothing to say yet; bytes of a later version are passed over
            }
        } catch (IOException e) {
            // as good as its end
        }
        try {
            if (released) {
                waitForTheEnd();
            } else {
                killDescendants();
                removeDirectory();
            }
        } catch (Throwable e) {
            // nobody is left to be told
        } finally {
            Exit.cut(ExitCode.LEASH_CUT);
        }
    }

    private synchronized void waitForTheEnd() throws InterruptedException {
        interrupted(); // that was the release
        wait(LAST_MILLIS);
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

    /** A JVM that ends waits 300 ms for a thread that is in a system call; so the leash is taken out of its own. */
    private static final class Release extends Thread {

        private final Leash leash;

        Release(Leash leash) {
            super("process-pool-leash-release");
            this.leash = leash;
        }

        @Override
        public void run() {
            leash.released = true;
            leash.interrupt();
        }
    }
}
