package io.quarkiverse.processpool.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Parent side: the name of the class-data archive that fits a JVM, its options and its class path, with the sizes and
 * times of all files. It need not be hard to forge, for only its user can put an archive under it; so it is made
 * without the classes that a digest would load.
 */
final class ArchiveKey {

    private static final long PRIME = 0x100000001b3L;

    private long one = 0xcbf29ce484222325L;
    private long other = 0x84222325cbf29ce4L;

    private ArchiveKey() {
    }

    /**
     * @param options of the JVM that will use the archive; it is the one that runs this process
     * @param environment of that JVM, on top of the one of this process
     */
    static String of(List<String> options, Map<String, String> environment, List<Path> classPath) {
        return of(options, environment, classPath, null);
    }

    /** @param root the folder in which the places of the class path count, and not where that is; null if that counts too */
    static String of(List<String> options, Map<String, String> environment, List<Path> classPath, Path root) {
        ArchiveKey key = new ArchiveKey();
        key.add(System.getProperty("java.vm.name"));
        key.add(System.getProperty("java.vm.vendor"));
        key.add(System.getProperty("java.vm.version"));
        File home = new File(System.getProperty("java.home"));
        key.add(new File(home, "lib/modules"));
        key.add(new File(home, "lib/server/classes.jsa"));
        for (String variable : ArchiveOptions.VARIABLES) {
            key.add(environment.getOrDefault(variable, System.getenv(variable)));
        }
        for (String option : options) {
            key.add(option);
        }
        for (Path entry : classPath) {
            File file = entry.toFile();
            key.add(root == null ? file.getPath() : root.relativize(entry.toAbsolutePath()).toString(), file);
        }
        return Long.toHexString(key.one) + Long.toHexString(key.other);
    }

    private void add(File file) {
        add(file.getPath(), file);
    }

    private void add(String place, File file) {
        add(place);
        add(Long.toString(file.length()));
        add(Long.toString(file.lastModified()));
    }

    private void add(String text) {
        String said = text == null ? "" : text;
        for (int i = 0; i < said.length(); i++) {
            mix(said.charAt(i));
        }
        mix(-1);
    }

    private void mix(int value) {
        one = (one ^ value) * PRIME;
        other = (other + value) * PRIME ^ other >>> 29;
    }
}
