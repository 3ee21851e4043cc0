package io.quarkiverse.processpool.engine;

import java.io.File;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.List;

/** Parent side: what the command lines of workers and of child processes have in common. */
final class JvmOptions {

    /** Half of what Linux takes, in characters of up to two bytes. */
    private static final int LONGEST_WORD = 30_000;

    /** A JVM reads them when it starts. */
    private static final List<String> INHERITED = List.of("file.encoding", "user.language", "user.country", "user.variant",
            "user.timezone", "java.net.preferIPv4Stack", "java.net.preferIPv6Addresses");
    /** How the path begins that a JVM on Linux has by itself, behind what the environment says. */
    private static final String LIBRARIES = "/usr/java/packages/lib:";

    /** The newest JDK of which it is known what options it takes. */
    private static final int NEWEST_KNOWN = 25;

    private JvmOptions() {
    }

    /** Options for a short start, encodings, and language and time zone of this process. */
    static void addTo(List<String> options) {
        options.add("-XX:-UsePerfData");
        options.add("-XX:+ErrorFileToStderr");
        options.add("-Djava.awt.headless=true");
        addSelectorProvider(options);
        for (String stream : List.of("stdout", "stderr")) {
            options.add("-D" + stream + ".encoding=UTF-8");
            options.add("-Dsun." + stream + ".encoding=UTF-8");
        }
        for (String key : INHERITED) {
            String value = System.getProperty(key);
            if (value != null && !value.isEmpty()) {
                options.add("-D" + key + "=" + value);
            }
        }
        addUnlessFound(options, "user.home", System.getenv("HOME"));
        String libraries = System.getenv("LD_LIBRARY_PATH");
        addUnlessFound(options, "java.library.path",
                libraries == null || libraries.isEmpty() ? LIBRARIES : libraries + ":" + LIBRARIES);
    }

    /** As a rule the JVM of the other process finds the same. */
    private static void addUnlessFound(List<String> options, String key, String beginning) {
        String value = System.getProperty(key);
        if (value != null && (beginning == null || !value.startsWith(beginning))) {
            options.add("-D" + key + "=" + value);
        }
    }

    /**
     * Options that not each JVM has, and that not each system has something for. They keep memory small: the classes
     * of the JDK stay where their archive was made for, so that its pages need not be copied; and what the compilers
     * have freed goes back to the system.
     */
    static void addThoseOfThisJvm(List<String> options) {
        Runtime.Version version = Runtime.version();
        if (version.feature() > NEWEST_KNOWN || !System.getProperty("java.vm.name").contains("OpenJDK")) {
            return;
        }
        options.add("-XX:+UnlockDiagnosticVMOptions");
        options.add("-XX:ArchiveRelocationMode=0");
        boolean trims = switch (version.feature()) {
            case 17 -> version.update() >= 9;
            case 18, 19, 20 -> false;
            case 21 -> version.update() >= 1;
            default -> true;
        };
        if (trims && System.getProperty("os.name").equals("Linux")) {
            options.add("-XX:TrimNativeHeapInterval=1000");
            options.add("-Xlog:trimnative=off");
        }
    }

    /**
     * Named, it is not looked for in each jar of the class path, which takes longer than all else that a worker does to start.
     */
    private static void addSelectorProvider(List<String> options) {
        Class<?> provider = SelectorProvider.provider().getClass();
        if (provider.getClassLoader() == null) {
            options.add("-Djava.nio.channels.spi.SelectorProvider=" + provider.getName());
        }
    }

    static String classPath(List<Path> places) {
        StringBuilder joined = new StringBuilder();
        for (Path path : places) {
            joined.append(joined.length() == 0 ? "" : File.pathSeparator).append(path);
        }
        return joined.toString();
    }

    /** A class path that is longer than a word of a command can be is in a file. */
    static void addClassPath(List<String> words, List<Path> places, ClassPathFile file) throws IOException {
        String path = classPath(places);
        if (path.length() > LONGEST_WORD) {
            words.add("@" + file.classPath(
                    "-cp\n\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n"));
        } else {
            words.add("-cp");
            words.add(path);
        }
    }

    /** The word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
