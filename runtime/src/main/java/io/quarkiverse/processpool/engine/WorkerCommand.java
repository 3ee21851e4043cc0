package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parent side: the command line that starts a worker. */
final class WorkerCommand {

    private static final long SMALL_HEAP = 16 << 20;

    private final PoolSettings settings;
    private final String mainClass;

    WorkerCommand(PoolSettings settings, String mainClass) {
        this.settings = settings;
        this.mainClass = mainClass;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-XX:+UseSerialGC");
        JvmOptions.addTo(options);
        if (settings.heapBytes() >= SMALL_HEAP && !namesAHeap()) {
            options.add("-Xms16m"); // or the garbage of small tasks fills a 64th of the machine before it is collected
        }
        if (settings.heap() != null) {
            options.add("-Xmx" + settings.heap());
        }
        options.addAll(settings.jvmArgs());
        return options;
    }

    private boolean namesAHeap() {
        for (String argument : settings.jvmArgs()) {
            if (argument.startsWith("-Xm")) {
                return true;
            }
        }
        return false;
    }

    /** The words of the command; the class path is in a file, because it can be longer than a command line. */
    List<String> words(PoolDirectory directory) throws IOException {
        Path file = directory.fileWith("class-path", JvmOptions.argumentFile(settings.classPath()));
        List<String> words = new ArrayList<>();
        words.add(settings.java().toString());
        words.addAll(options());
        words.add("@" + file);
        words.add(mainClass);
        return words;
    }

    /** The command with the class path in it, to be pasted into a shell. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(settings.java().toString());
        words.addAll(options());
        words.add("-cp");
        words.add(JvmOptions.classPath(settings.classPath()));
        words.add(mainClass);
        return words.stream().map(JvmOptions::quoted).collect(Collectors.joining(" "));
    }
}
