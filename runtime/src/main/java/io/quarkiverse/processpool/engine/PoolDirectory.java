package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.Tree;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: the directory of one pool, which only its user can enter. It is there while there are workers, under another
 * name each time; each worker has a directory of its own in it. A worker knows its directory before that is made, so that it
 * can be removed by one of the two whenever the other dies.
 */
final class PoolDirectory implements ClassPathFile {

    /** What a socket address can hold, less the part of the worker. */
    private static final int LONGEST_PATH = 80;

    /** Those that there are, to be removed if this process ends before their pools do. */
    private static final Set<PoolDirectory> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread("process-pool-directories") { // no lambda before the first launch
            @Override
            public void run() {
                removeAll();
            }
        });
    }

    private final Set<Path> inUse = new HashSet<>();
    private final Map<Path, FileChannel> signsOfLife = new HashMap<>();
    private Path path;
    private boolean made;

    private static Path newName() {
        String name = DirectoryName.PREFIX + Unguessable.name();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        if (temporary.toString().length() + name.length() > LONGEST_PATH) {
            temporary = Path.of("/tmp");
        }
        return temporary.resolve(name);
    }

    /** Where the worker of that number will have its files. It has to {@link #leave} in any case. */
    synchronized Path reserve(long number) {
        if (inUse.isEmpty()) {
            path = newName();
            made = false;
        }
        Path own = path.resolve(Long.toString(number));
        inUse.add(own);
        return own;
    }

    /** Makes the directory of a worker, with its page and the place for its temporary files. */
    synchronized void enter(WorkerSettings worker) throws IOException {
        make();
        Path own = Path.of(worker.directory());
        try {
            Files.createDirectory(own, OwnerOnly.directory());
        } catch (NoSuchFileException e) { // a worker that has ended has taken the empty directory along
            made = false;
            make();
            Files.createDirectory(own, OwnerOnly.directory());
        }
        signsOfLife.put(own, SignOfLife.in(own));
        Files.createDirectory(worker.temporary(), OwnerOnly.directory());
        Files.createFile(worker.page(), OwnerOnly.file());
        Files.write(worker.page(), new byte[SharedPage.SIZE]);
    }

    private void make() throws IOException {
        if (!made) {
            Files.createDirectory(path, OwnerOnly.directory()); // fails if somebody else has made it
            made = true;
            ALL.add(this);
        }
    }

    @Override
    public synchronized Path classPath(String content) throws IOException {
        make();
        Path file = path.resolve(WorkerSettings.CLASS_PATH_FILE);
        if (!Files.exists(file)) {
            Files.createFile(file, OwnerOnly.file());
            Files.writeString(file, content);
        }
        return file;
    }

    /** Removes what a worker that is dead has left; the last one takes the directory of the pool along. */
    synchronized void leave(Path own) throws IOException {
        inUse.remove(own);
        FileChannel sign = signsOfLife.remove(own);
        if (sign != null) {
            sign.close();
        }
        if (!made) {
            return;
        }
        try {
            Tree.delete(own);
        } finally {
            if (inUse.isEmpty()) {
                remove();
            }
        }
    }

    private synchronized void remove() throws IOException {
        ALL.remove(this);
        if (made) {
            made = false;
            Tree.delete(path);
        }
    }

    /** Removes what pools of processes that were killed have left beside this one. */
    void removeLeftovers() {
        Path own;
        synchronized (this) {
            own = made ? path : null;
        }
        if (own != null) {
            Leftovers.remove(own);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the end of the worker removes the whole directory
        }
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
}
