package io.quarkiverse.processpool.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Parent side: a directory that only its user can enter, with class-data archives and the checksum of each. The JVM checks that
 * an archive fits it, but not that no bit of it has changed.
 */
final class ArchiveStore {

    private static final String NAME = "quarkus-process-pool";
    private static final String ARCHIVE = ".jsa";
    private static final String CHECKSUM = ".sum";
    private static final int MOST_ARCHIVES = 16;
    private static final long MOST_BYTES = 128 << 20;
    /** What is not finished after so long never will be. */
    private static final long UNFINISHED_MILLIS = 3_600_000;
    private static final int OWNER_ONLY = 0700;
    private static final int PERMISSIONS = 0777;

    private final Path directory;

    ArchiveStore(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Where programs of this user keep what can be made again; null if there is no such place. */
    static Path usualDirectory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        if (cache != null && cache.startsWith("/")) {
            return Path.of(cache, NAME);
        }
        String home = System.getProperty("user.home");
        return home != null && home.startsWith("/") && home.length() > 1 ? Path.of(home, ".cache", NAME) : null;
    }

    /** The archive of that name if it is there, and as it was when it was made; else null. */
    Path find(String name) {
        File archive = new File(directory.toString(), name + ARCHIVE);
        if (!archive.isFile()) {
            return null;
        }
        try (DataInputStream sum = new DataInputStream(new FileInputStream(new File(directory.toString(), name + CHECKSUM)))) {
            if (isPrivate() && sum.readLong() == checksum(archive)) {
                archive.setLastModified(System.currentTimeMillis()); // it is in use
                return archive.toPath();
            }
        } catch (IOException e) {
            // then without it
        }
        remove(name);
        return null;
    }

    /** A file for an archive that is to be made; null if that cannot be. */
    Path begin(String name) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory, OwnerOnly.directory());
            }
            return isPrivate() ? directory.resolve(name + "-" + Unguessable.name()) : null;
        } catch (IOException | RuntimeException e) {
            return null; // the file system does not let it, or does not know whose files are whose
        }
    }

    /** Puts what was made in its place, and removes what has not been used for the longest time. */
    void finish(Path made, String name) throws IOException {
        Path sum = directory.resolve(made.getFileName() + CHECKSUM);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(Files.createFile(sum, OwnerOnly.file())))) {
            out.writeLong(checksum(made.toFile()));
        }
        Path archive = directory.resolve(name + ARCHIVE);
        Files.move(sum, directory.resolve(name + CHECKSUM), StandardCopyOption.ATOMIC_MOVE);
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        evict();
    }

    void remove(String name) {
        delete(directory.resolve(name + ARCHIVE));
        delete(directory.resolve(name + CHECKSUM));
    }

    static void delete(Path file) {
        PoolDirectory.delete(file);
    }

    private void evict() throws IOException {
        List<File> archives = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (File file : List.of(directory.toFile().listFiles())) {
            if (file.getName().endsWith(ARCHIVE)) {
                archives.add(file);
            } else if (!hasArchive(file) && now - file.lastModified() > UNFINISHED_MILLIS) {
                delete(file.toPath());
            }
        }
        archives.sort(Comparator.comparingLong(File::lastModified).reversed());
        long bytes = 0;
        for (int i = 0; i < archives.size(); i++) {
            bytes += archives.get(i).length();
            if (i >= MOST_ARCHIVES || i > 0 && bytes > MOST_BYTES) {
                String name = archives.get(i).getName();
                remove(name.substring(0, name.length() - ARCHIVE.length()));
            }
        }
    }

    private boolean hasArchive(File file) {
        String name = file.getName();
        return name.endsWith(CHECKSUM)
                && new File(file.getParentFile(), name.substring(0, name.length() - CHECKSUM.length()) + ARCHIVE).exists();
    }

    /** Whether the directory is this user's, and nobody else can enter it: what is in it is code that workers run. */
    private boolean isPrivate() throws IOException {
        try {
            Map<String, Object> is = Files.readAttributes(directory, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
            return ((Integer) is.get("mode") & PERMISSIONS) == OWNER_ONLY
                    && is.get("uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    static long checksum(File file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        try (InputStream in = new FileInputStream(file)) {
            int n;
            while ((n = in.read(buffer)) > 0) {
                crc.update(buffer, 0, n);
                length += n;
            }
        }
        return length << 32 | crc.getValue();
    }
}
