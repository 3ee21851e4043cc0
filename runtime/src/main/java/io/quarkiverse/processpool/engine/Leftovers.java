package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
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

import io.quarkiverse.processpool.wire.ChildFiles;
import io.quarkiverse.processpool.wire.Tree;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: removes the directories of pools and of child processes whose process was killed together with its workers or
 * that child, so that none of them could do it.
 * <p>
 * That a process is gone is not to be seen by its pid: in another container with the same temporary folder it is another
 * one. The sign of life is a lock on a file in the directory of each worker and of each child, which ends with the process that
 * holds it. A
 * lock also ends when its own process closes any other descriptor of the file; so directories of this process are not even
 * looked into, whichever class loader has made them.
 */
final class Leftovers {

    private static final String PROCESS = "qpp-[0-9]+-[1-9][0-9]*-";
    private static final Pattern OF_POOL = Pattern.compile(PROCESS + "[0-9a-z]{1,16}");
    private static final Pattern OF_CHILD = Pattern.compile(PROCESS + "child-[0-9a-f]{1,20}");
    /** One without a single lock file may be just being made. */
    private static final Duration CERTAINLY_MADE = Duration.ofHours(1);

    private final UserPrincipal owner;

    private Leftovers(UserPrincipal owner) {
        this.owner = owner;
    }

    /** @param own a directory of a pool or of a child of this process, beside which it looks */
    static void remove(Path own) {
        try {
            Leftovers leftovers = new Leftovers(attributes(own).owner());
            leftovers.removeIn(own.getParent());
        } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
            // there are no owners and locks here, or the own directory was just removed; the next process tries again
        }
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void removeIn(Path temporary) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "qpp-*")) {
            for (Path directory : all) {
                String name = directory.getFileName().toString();
                boolean ofChild = OF_CHILD.matcher(name).matches();
                if ((ofChild || OF_POOL.matcher(name).matches()) && !name.startsWith(DirectoryName.PREFIX)) {
                    try {
                        removeIfDead(directory, ofChild);
                    } catch (IOException | DirectoryIteratorException e) {
                        // somebody else removes it, or may not be disturbed
                    }
                }
            }
        }
    }

    private void removeIfDead(Path directory, boolean ofChild) throws IOException {
        PosixFileAttributes attributes = attributes(directory);
        if (!attributes.isDirectory() || !attributes.owner().equals(owner)
                || !PosixFilePermissions.toString(attributes.permissions()).equals("rwx------")) {
            return;
        }
        boolean old = attributes.lastModifiedTime().toMillis() < System.currentTimeMillis() - CERTAINLY_MADE.toMillis();
        List<FileChannel> locked = new ArrayList<>();
        try {
            if (ofChild && Files.exists(directory.resolve(ChildFiles.CLASS_PATH), LinkOption.NOFOLLOW_LINKS) && !old) {
                return; // a child that goes on without its parent may be about to read it
            }
            boolean dead = ofChild ? lock(directory, locked) : lockAll(directory, locked);
            if (dead && (!locked.isEmpty() || old)) {
                Tree.delete(directory);
            }
        } catch (OverlappingFileLockException e) {
            // somebody else in this process is at it
        } finally {
            for (FileChannel channel : locked) {
                channel.close();
            }
        }
    }

    /** Whether no worker's directory in it is locked by somebody else. */
    private static boolean lockAll(Path directory, List<FileChannel> locked) throws IOException {
        try (DirectoryStream<Path> workers = Files.newDirectoryStream(directory)) {
            for (Path worker : workers) {
                if (!lock(worker, locked)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether the sign of life in it is not locked by somebody else, or is not there. */
    private static boolean lock(Path directory, List<FileChannel> locked) throws IOException {
        Path file = directory.resolve(WorkerSettings.SIGN_OF_LIFE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        locked.add(channel);
        return channel.tryLock() != null;
    }
}
