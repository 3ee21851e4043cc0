package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Parent side: initialises what the JDK needs for the first launch of a process, on a thread of its own, while the first pool
 * of
 * this process is being made. It is only sooner that way: a launch that comes before it is through waits for no more than it
 * would do itself.
 */
final class LaunchPreparation extends Thread {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private final PoolSettings settings;

    private LaunchPreparation(PoolSettings settings) {
        super(null, null, "process-pool-preparation", 0, false);
        this.settings = settings;
        setDaemon(true);
    }

    /** Returns at once. */
    static void begin(PoolSettings settings) {
        if (BEGUN.compareAndSet(false, true)) {
            new LaunchPreparation(settings).start();
        }
    }

    @Override
    public void run() {
        try {
            Class.forName("java.lang.ProcessImpl"); // the part of it that each launch has to go through
            Class.forName(WorkerProcess.class.getName());
            new WorkerCommand(settings, "", new ClassArchive(settings));
            mapAnything(); // JDK 25 does that by reflection, whose first use takes 30 ms there
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (ClassNotFoundException | LinkageError | IOException | RuntimeException e) {
            // then it is done, or fails, at the launch
        }
    }

    private static void mapAnything() throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(System.getProperty("java.home"), "release"))) {
            file.map(FileChannel.MapMode.READ_ONLY, 0, 1);
        }
    }
}
