package io.quarkiverse.processpool.engine;

import java.io.File;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parent side: the command line that starts a worker. */
final class WorkerCommand {

    private static final List<String> INHERITED = List.of("file.encoding", "user.language", "user.country", "user.variant",
            "user.timezone");

    /** Half of what Linux takes, in characters of up to two bytes. */
    private static final int LONGEST_WORD = 30_000;
    private static final long SMALL_HEAP = 16 << 20;

    private final PoolSettings settings;
    private final String mainClass;

    WorkerCommand(PoolSettings settings, String mainClass) {
        this.settings = settings;
        this.mainClass = mainClass;
    }

    String mainClass() {
        return mainClass;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-XX:+UseSerialGC");
        options.add("-XX:+UseCountedLoopSafepoints"); // a loop that counts far must not keep the leash from ending the process
        options.add("-XX:LoopStripMiningIter=1000");
        options.add("-XX:-UsePerfData");
        options.add("-XX:+ErrorFileToStderr");
        options.add("-Xshare:auto");
        if (WorkerCommand.class.desiredAssertionStatus()) {
            options.add("-ea");
        }
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
        if (settings.heapBytes() >= SMALL_HEAP && !namesAHeap()) {
            options.add("-Xms16m"); // or the garbage of small tasks fills a 64th of the machine before it is collected
        }
        if (settings.heap() != null) {
            options.add("-Xmx" + settings.heap());
        }
        options.addAll(settings.jvmArgs());
        return options;
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

    private boolean namesAHeap() {
        for (String argument : settings.jvmArgs()) {
            if (argument.startsWith("-Xm")) {
                return true;
            }
        }
        return false;
    }

    private String classPath() {
        StringBuilder joined = new StringBuilder();
        for (Path path : settings.classPath()) {
            joined.append(joined.length() == 0 ? "" : File.pathSeparator).append(path);
        }
        return joined.toString();
    }

    /** The words of the command; a class path that is longer than a word of a command line can be is in a file. */
    List<String> words(PoolDirectory directory) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(settings.java().toString());
        words.addAll(options());
        String path = classPath();
        if (path.length() > LONGEST_WORD) {
            words.add("@" + directory.classPath("-cp\n\"" + escaped(path) + "\"\n"));
        } else {
            words.add("-cp");
            words.add(path);
        }
        words.add(mainClass);
        return words;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The command with the class path in it, to be pasted into a shell. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(settings.java().toString());
        words.addAll(options());
        words.add("-cp");
        words.add(classPath());
        words.add(mainClass);
        return words.stream().map(WorkerCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
