package io.quarkiverse.processpool.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.processpool.wire.ClassLoading;

/**
 * Parent side: the archive of the workers' classes that was made with the application, and lies beside the first jar of their
 * class path. It fits the JVM that has made it, with any sizes of heap and stacks; from JDK 19 on also if all of them have
 * moved together. Who could change it could change the jars too, so it is trusted like these.
 */
public final class ShippedArchive {

    private static final String ARCHIVE = "process-pool.jsa";
    /** What it is for, and its checksum. */
    private static final String LABEL = "process-pool.label";
    /** From here on a JVM compares the class path with that of the archive from where they differ. */
    private static final int CAN_MOVE = 19;

    private final List<Path> jars;
    private final File archive;
    private final File label;

    /** @param jars of which the first is the one that it lies beside */
    private ShippedArchive(List<Path> jars) {
        this.jars = jars;
        File folder = jars.get(0).toFile().getParentFile();
        archive = new File(folder, ARCHIVE);
        label = new File(folder, LABEL);
    }

    /** The one that is beside those jars; null if there is none that fits and is as it was made. */
    static Path find(List<String> options, Map<String, String> environment, List<Path> jars) {
        ShippedArchive shipped = new ShippedArchive(jars);
        return shipped.archive.isFile() && shipped.fits(options, environment) ? shipped.archive.toPath() : null;
    }

    private boolean fits(List<String> options, Map<String, String> environment) {
        try (DataInputStream in = new DataInputStream(new FileInputStream(label))) {
            return in.readUTF().equals(key(options, environment)) && in.readLong() == ArchiveStore.checksum(archive);
        } catch (IOException e) {
            return false;
        }
    }

    private String key(List<String> options, Map<String, String> environment) {
        Path root = Runtime.version().feature() < CAN_MOVE ? null : archive.toPath().toAbsolutePath().getParent().getParent();
        return ArchiveKey.of(ArchiveOptions.withoutSizes(options), environment, jars, root);
    }

    /**
     * Makes one for the JVM that runs this code, in place of an earlier one. Starts a worker, and takes a second.
     *
     * @param classPath of the workers: jars
     * @param classNames of the classes that they load besides those of the extension and of the JDK, as far as that is known
     * @return where it is; empty if this JVM, or its options, can have none
     */
    public static Optional<Path> make(List<Path> classPath, List<String> classNames) throws Exception {
        PoolSettings settings = WorkerPool.builder("packaged").classPath(classPath).settings();
        ClassArchive archive = new ClassArchive(settings);
        List<String> options = new WorkerCommand(settings, ClassLoading.WORKER_CLASS, archive).optionsThatMatter();
        if (archive.jars().size() < classPath.size()) {
            return Optional.empty();
        }
        ShippedArchive shipped = new ShippedArchive(archive.jars());
        Files.deleteIfExists(shipped.archive.toPath());
        Path made = Path.of(shipped.archive + ".new");
        try {
            if (!new ArchiveRehearsal(settings, archive.jars(), made).run(String.join(",", classNames))) {
                return Optional.empty();
            }
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(shipped.label.toPath()))) {
                out.writeUTF(shipped.key(options, settings.environment()));
                out.writeLong(ArchiveStore.checksum(made.toFile()));
            }
            return Optional.of(Files.move(made, shipped.archive.toPath(), StandardCopyOption.ATOMIC_MOVE));
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
