package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Parent side: the directory of one pool, which only its user can enter. It holds the class path of the workers, and the socket
 * and the page of a worker while it starts.
 */
final class PoolDirectory {

    /** What a socket address can hold, less the name of the socket. */
    private static final int LONGEST_PATH = 90;

    /** Those that there are, to be removed if this process ends before their pools do. */
    private static final Set<PoolDirectory> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(PoolDirectory::removeAll, "process-pool-directories"));
    }

    private Path path;

    /** The directory; made when it is first needed, and again after it was removed. */
    synchronized Path path() throws IOException {
        if (path == null || !Files.isDirectory(path)) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            if (temporary.toString().length() > LONGEST_PATH - 36) {
                temporary = Path.of("/tmp");
            }
            path = Files.createTempDirectory(temporary, "qpp-" + ProcessHandle.current().pid() + "-", ownerOnly("rwx------"));
            ALL.add(this);
        }
        return path;
    }

    Path newPage(String worker) throws IOException {
        Path page = path().resolve(worker + ".page");
        Files.createFile(page, ownerOnly("rw-------"));
        Files.write(page, new byte[SharedPage.SIZE]);
        return page;
    }

    /** A file with that content; the one that is there if it was made before. */
    synchronized Path fileWith(String name, String content) throws IOException {
        Path file = path().resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file, ownerOnly("rw-------"));
            Files.writeString(file, content);
        }
        return file;
    }

    static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void remove() throws IOException {
        if (path != null && Files.isDirectory(path)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(path)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(path);
        }
        path = null;
        ALL.remove(this);
    }

    private static void removeAll() {
        for (PoolDirectory directory : ALL) {
            try {
                directory.remove();
            } catch (IOException e) {
                // a worker that starts at this moment holds it; its leash removes it
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
                : new FileAttribute<?>[0];
    }
}
