package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;

/**
 * Parent side: initialises what the JDK needs for the first launch of a process, on a thread of its own, while the
 * first pool of this process is being made. It is only sooner that way: a launch that comes before it is through
 * waits for no more than it would do itself.
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
            prepareForAnswers();
        } catch (ClassNotFoundException | LinkageError | IOException | RuntimeException e) {
            // then it is done, or fails, at the launch
        }
    }

    /** What is needed when the first worker has connected, while its JVM starts. */
    private static void prepareForAnswers() throws ClassNotFoundException {
        Class<?>[] classes = { SocketChannel.class, MessageDigest.class, FrameReader.class, FrameHeader.class, FrameType.class,
                Decoder.class, FrameSink.class, Salvage.class, WorkerChannel.class, WorkerReader.class, Flight.class,
                Delivery.class, LateResult.class, OutcomeDecoder.class };
        for (Class<?> each : classes) {
            Class.forName(each.getName()); // which initialises it too
        }
    }

    private static void mapAnything() throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(System.getProperty("java.home"), "release"))) {
            file.map(FileChannel.MapMode.READ_ONLY, 0, 1);
        }
    }
}
