package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.quarkiverse.processpool.wire.Tree;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: removes the directories of pools whose process was killed together with its workers, so that none of them could
 * do it.
 * <p>
 * That a process is gone is not to be seen by its pid: in another container with the same temporary folder it is another
 * one. The sign of life is a lock on a file in the directory of each worker, which ends with the process that holds it. A
 * lock also ends when its own process closes any other descriptor of the file; so directories of this process are not even
 * looked into, whichever class loader has made them.
 */
final class Leftovers {

    private static final Pattern NAME = Pattern.compile("qpp-[0-9]+-[1-9][0-9]*-[0-9a-z]{1,16}");
    /** One without a single lock file may be just being made. */
    private static final Duration CERTAINLY_MADE = Duration.ofHours(1);

    private final UserPrincipal owner;
    private final String mine;

    private Leftovers(UserPrincipal owner, String mine) {
        this.owner = owner;
        this.mine = mine;
    }

    /**
     * @param own a directory of a pool of this process
     * @param mine how the names of all directories of this process begin
     */
    static void remove(Path own, String mine) {
        try {
            Leftovers leftovers = new Leftovers(attributes(own).owner(), mine);
            leftovers.removeIn(own.getParent());
        } catch (IOException | UnsupportedOperationException e) {
            // there are no owners and locks here, or the own directory was just removed; the next pool tries again
        }
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void removeIn(Path temporary) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "qpp-*")) {
            for (Path directory : all) {
                String name = directory.getFileName().toString();
                if (NAME.matcher(name).matches() && !name.startsWith(mine)) {
                    try {
                        removeIfDead(directory);
                    } catch (IOException e) {
                        // somebody else removes it, or may not be disturbed
                    }
                }
            }
        }
    }

    private void removeIfDead(Path directory) throws IOException {
        PosixFileAttributes attributes = attributes(directory);
        if (!attributes.isDirectory() || !attributes.owner().equals(owner)
                || !PosixFilePermissions.toString(attributes.permissions()).equals("rwx------")) {
            return;
        }
        List<FileChannel> locked = new ArrayList<>();
        try {
            if (lockAll(directory, locked)
                    && (!locked.isEmpty() || attributes.lastModifiedTime().toMillis() < System.currentTimeMillis()
                            - CERTAINLY_MADE.toMillis())) {
                Tree.delete(directory);
            }
        } finally {
            for (FileChannel channel : locked) {
                channel.close();
            }
        }
    }

    /** Whether no file of it is locked by somebody else. */
    private static boolean lockAll(Path directory, List<FileChannel> locked) throws IOException {
        try (DirectoryStream<Path> workers = Files.newDirectoryStream(directory)) {
            for (Path worker : workers) {
                Path file = worker.resolve(WorkerSettings.SIGN_OF_LIFE);
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    locked.add(channel);
                    if (channel.tryLock() == null) {
                        return false;
                    }
                }
            }
            return true;
        } catch (OverlappingFileLockException e) {
            return false; // another pool of this process is at it
        }
    }
}
