package io.quarkiverse.processpool.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parent side: the command line that starts a worker. */
final class WorkerCommand {

    /** Of a class path, in characters: there may be a message for each of many tasks. */
    private static final int LONGEST_IN_MESSAGES = 200;
    private static final long SMALL_HEAP = 16 << 20;

    /** A worker that nobody waits for does not take time from those that somebody does. */
    private static final File NICE = new File("/usr/bin/nice");

    private final PoolSettings settings;
    private final String mainClass;
    private final List<Path> classPath;
    private final List<String> options;
    private final Path archive;

    WorkerCommand(PoolSettings settings, String mainClass, ClassArchive archive) {
        this.settings = settings;
        this.mainClass = mainClass;
        this.classPath = archive.classPath();
        this.options = options();
        this.archive = settings.recording() == null ? archive.file(options) : null;
    }

    /** Whether the worker starts with an archive of its classes. */
    boolean hasArchive() {
        return archive != null;
    }

    /** Those of its options that an archive depends on. */
    List<String> optionsThatMatter() {
        return ArchiveOptions.thatMatter(options);
    }

    String mainClass() {
        return mainClass;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        boolean smallHeap = settings.heapBytes() >= SMALL_HEAP && !namesAHeap(settings);
        if (choosesTheCollector()) {
            options.add("-XX:+UseSerialGC");
            if (smallHeap) {
                options.add("-XX:-ShrinkHeapInSteps"); // a collection in a quiet time gives back all that it can
                if (!names(settings, "-XX:NewSize", "-XX:MaxNewSize", "-XX:NewRatio")) {
                    options.add("-XX:NewSize=2688k"); // two arrays of 1 MiB fit into the young part
                }
                if (!names(settings, "-XX:MinHeapFreeRatio", "-XX:MaxHeapFreeRatio")) {
                    options.add("-XX:MinHeapFreeRatio=30");
                    options.add("-XX:MaxHeapFreeRatio=50");
                }
            }
        }
        options.add("-XX:+UseCountedLoopSafepoints"); // a loop that counts far must not keep the leash from ending the process
        options.add("-XX:LoopStripMiningIter=1000");
        if (WorkerCommand.class.desiredAssertionStatus()) {
            options.add("-ea");
        }
        JvmOptions.addTo(options);
        if (isOwnJava()) {
            JvmOptions.addThoseOfThisJvm(options);
        }
        if (smallHeap) {
            options.add("-Xms6m"); // or the garbage of small tasks fills a 64th of the machine before it is collected
        }
        addHeap(options, settings);
        options.addAll(settings.jvmArgs());
        return options;
    }

    /** How large the heap may become, if the pool has a word in that. */
    static void addHeap(List<String> options, PoolSettings settings) {
        if (settings.heap() != null) {
            options.add("-Xmx" + settings.heap());
        } else if (!namesAHeap(settings)) {
            options.add("-XX:MaxRAMPercentage=" + settings.heapPercent());
        }
    }

    /** Whether the JVM that runs the worker is known, because it runs this process too. */
    private boolean isOwnJava() {
        return settings.java().equals(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** Whether one of the pool's own options begins like that. */
    private static boolean names(PoolSettings settings, String... beginnings) {
        for (String argument : settings.jvmArgs()) {
            for (String beginning : beginnings) {
                if (argument.startsWith(beginning)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it is the serial one, because the pool's own options name none. */
    boolean choosesTheCollector() {
        for (String argument : settings.jvmArgs()) {
            if (argument.startsWith("-XX:+Use") && argument.endsWith("GC")) {
                return false;
            }
        }
        return true;
    }

    private static boolean namesAHeap(PoolSettings settings) {
        return names(settings, "-Xm", "-XX:MaxRAM", "-XX:MaxHeapSize", "-XX:InitialHeap", "-XX:MinHeapSize", "-XX:InitialRAM");
    }

    /** The words of the command; a class path that is longer than a word of a command line can be is in a file. */
    List<String> words(PoolDirectory directory, Path temporary) throws IOException {
        List<String> words = new ArrayList<>();
        if (settings.recording() != null && NICE.canExecute()) {
            words.addAll(List.of(NICE.getPath(), "-n", "19"));
        }
        words.add(settings.java().toString());
        addArchive(words);
        words.addAll(options);
        words.add("-Djava.io.tmpdir=" + temporary);
        JvmOptions.addClassPath(words, classPath, directory);
        words.add(mainClass);
        return words;
    }

    /** Should the archive not fit after all, the JVM goes on without it, and has nothing to say about that. */
    private void addArchive(List<String> words) {
        if (settings.recording() != null) {
            words.add("-XX:ArchiveClassesAtExit=" + settings.recording());
            words.add("-Xlog:disable");
        } else if (archive != null) {
            words.add("-XX:SharedArchiveFile=" + archive);
            words.add("-Xlog:cds*=off");
        }
    }

    /** The command with the class path in it, to be pasted into a shell. */
    @Override
    public String toString() {
        return text(JvmOptions.classPath(classPath));
    }

    /** The command as it stands in messages: of a long class path the beginning, and where all of it is. */
    String inShort() {
        String path = JvmOptions.classPath(classPath);
        if (path.length() <= LONGEST_IN_MESSAGES || classPath.size() == 1) {
            return "It was started with:\n    " + text(path);
        }
        String beginning = classPath.get(0) + File.pathSeparator + "…(" + (classPath.size() - 1) + " more)";
        return "It was started with (to be pasted, with all of the class path, from report().commandLine()):\n    "
                + text(beginning);
    }

    private String text(String path) {
        List<String> words = new ArrayList<>();
        words.add(settings.java().toString());
        addArchive(words);
        words.addAll(options);
        words.add("-cp");
        words.add(path);
        words.add(mainClass);
        return words.stream().map(JvmOptions::quoted).collect(Collectors.joining(" "));
    }
}
