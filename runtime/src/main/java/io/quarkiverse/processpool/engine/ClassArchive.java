package io.quarkiverse.processpool.engine;

import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parent side: the archive from which the JVMs of a pool's workers map their classes, instead of reading them from jars and
 * checking them. A worker does not need it, and none waits for it: it is looked for at the first launch and, if there is none,
 * {@linkplain ArchiveRehearsal made} when the pool has quiet.
 * <p>
 * An archive holds for jars only, and for the first ones of a class path. So where a directory comes before the jar of this
 * extension, the jar comes first: it has only classes of its own package, which no application has and no build step changes.
 * <p>
 * One that was {@linkplain ShippedArchive made with the application} comes before.
 */
final class ClassArchive {

    /** Those that are being made, by their names. */
    private static final ConcurrentHashMap<String, Boolean> UNDER_WAY = new ConcurrentHashMap<>();

    private final PoolSettings settings;
    /** Null until it is asked for. */
    private List<Path> classPath;
    private int jars;
    /** Null if none can be kept. */
    private ArchiveStore store;
    /** Null until one was looked for there. */
    private String name;
    private Path file;
    private boolean distrusted;
    /** No other one is made. */
    private boolean over;
    private ArchiveRehearsal rehearsal;

    ClassArchive(PoolSettings settings) {
        this.settings = settings;
    }

    /** The class path of the workers, which is the same with and without an archive. */
    synchronized List<Path> classPath() {
        if (classPath == null) {
            Path directory = settings.starting().archives() == null ? ArchiveStore.usualDirectory()
                    : settings.starting().archives();
            boolean wanted = settings.starting().classArchive() && isOwnJava()
                    && ArchiveOptions.areCompatible(settings.jvmArgs(), settings.environment());
            classPath = wanted ? withJarFirst(settings.classPath(), ownJar()) : settings.classPath();
            jars = wanted ? leadingJars(classPath) : 0;
            store = jars > 0 && directory != null ? new ArchiveStore(directory) : null;
        }
        return classPath;
    }

    /** The archive that a worker with those options starts with, or null. */
    synchronized Path file(List<String> options) {
        classPath();
        if (file == null && jars > 0 && !distrusted) {
            List<String> thatMatter = ArchiveOptions.thatMatter(options);
            if (name == null) {
                file = ShippedArchive.find(thatMatter, settings.environment(), jars());
            }
            if (file == null && store != null) {
                if (name == null) {
                    name = ArchiveKey.of(thatMatter, settings.environment(), jars());
                }
                file = store.find(name);
            }
        }
        return file;
    }

    /** The part of the class path that it is for. */
    synchronized List<Path> jars() {
        return classPath.subList(0, jars);
    }

    /**
     * A worker ended before it was ready: it may not have been because of the archive, but that is the one thing not needed.
     */
    synchronized void distrust() {
        if (file != null) {
            if (name != null) {
                store.remove(name);
            }
            file = null;
            distrusted = true;
        }
    }

    /** Whether there is none, and one can be made. */
    synchronized boolean isMissing() {
        return name != null && file == null && !over && !distrusted;
    }

    /** Makes it. Takes seconds; once for each pool, whether that succeeds or not. */
    void make(List<String> classNames) {
        Path made;
        synchronized (this) {
            if (!isMissing() || UNDER_WAY.putIfAbsent(name, true) != null) {
                return;
            }
            made = store.begin(name);
            over = made == null;
            if (made != null) {
                rehearsal = new ArchiveRehearsal(settings, jars(), made);
            }
        }
        try {
            if (made != null && rehearsal.run(String.join(",", classNames))) {
                store.finish(made, name); // the next launch finds it
            }
        } catch (Exception e) {
            // workers start without it, as before
        } finally {
            if (made != null) {
                ArchiveStore.delete(made);
            }
            UNDER_WAY.remove(name);
            synchronized (this) {
                over = true;
                rehearsal = null;
                notifyAll();
            }
        }
    }

    /** None will be needed any more. */
    synchronized void abandon() {
        over = true;
        if (rehearsal != null) {
            rehearsal.end();
        }
    }

    /** Waits for the end of what {@link #abandon()} has ended. */
    synchronized boolean awaitEnd(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (rehearsal != null) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean isOwnJava() {
        return settings.java().equals(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** The class path with that jar in front, unless it is among the jars that are there already. */
    static List<Path> withJarFirst(List<Path> classPath, Path jar) {
        int at = classPath.indexOf(jar);
        if (at < leadingJars(classPath) || !isJar(jar)) {
            return classPath;
        }
        List<Path> moved = new ArrayList<>(classPath);
        moved.add(0, moved.remove(at));
        return moved;
    }

    private static int leadingJars(List<Path> classPath) {
        int count = 0;
        while (count < classPath.size() && isJar(classPath.get(count))) {
            count++;
        }
        return count;
    }

    private static boolean isJar(Path entry) {
        File file = entry.toFile();
        return file.getName().endsWith(".jar") && file.isFile();
    }

    /** The jar with this class, unless its name has to be decoded. */
    private static Path ownJar() {
        URL location = ClassArchive.class.getProtectionDomain().getCodeSource() == null ? null
                : ClassArchive.class.getProtectionDomain().getCodeSource().getLocation();
        return location == null || !location.getProtocol().equals("file") ? null : Path.of(location.getPath());
    }
}
