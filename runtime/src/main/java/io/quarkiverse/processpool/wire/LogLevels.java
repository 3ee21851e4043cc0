package io.quarkiverse.processpool.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * Both sides: the levels below which a worker sends nothing, as they travel in a system property: a line for each logger that
 * has one of its own, with its name and a number as in {@code java.util.logging}. The name of the root is empty.
 */
public final class LogLevels {

    /** The property; a process without it is no worker, or has a logging of its own. */
    public static final String PROPERTY = "io.quarkiverse.processpool.log-levels";
    /** What is not said is INFO. */
    public static final int USUAL = 800;

    private static final int LONGEST = 15_000;

    private LogLevels() {
    }

    /** Parent: those of the loggers. With too many of them some are left out; then the worker sends what nobody wants. */
    public static String text(Map<String, Integer> levels) {
        StringBuilder text = new StringBuilder();
        int root = levels.getOrDefault("", USUAL);
        for (Map.Entry<String, Integer> level : levels.entrySet()) {
            String name = level.getKey();
            if (name.indexOf('\n') >= 0 || text.length() + name.length() > LONGEST) {
                root = Math.min(root, level.getValue());
            } else if (!name.isEmpty()) {
                text.append(name).append('=').append(level.getValue()).append('\n');
            }
        }
        return text.append('=').append(root).append('\n').toString();
    }

    /** Worker: whether a record of that logger is wanted, for which the nearest above it counts that has a level. */
    public static boolean isWanted(Map<String, Integer> levels, String logger, int level) {
        String name = logger;
        Integer least = levels.get(name);
        while (least == null) {
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            least = levels.get(name);
        }
        return level >= least;
    }

    /** Worker: by the names of the loggers; that of the root is always there. */
    public static Map<String, Integer> read() {
        Map<String, Integer> levels = new TreeMap<>();
        levels.put("", USUAL);
        for (String line : System.getProperty(PROPERTY, "").split("\n")) {
            int end = line.lastIndexOf('=');
            if (end >= 0) {
                levels.put(line.substring(0, end), Integer.valueOf(line.substring(end + 1)));
            }
        }
        return levels;
    }
}
