package io.quarkiverse.processpool.wire;

/**
 * Both sides: how a child process writes what it logs to the output that it shares with its parent, as that travels in a system
 * property. A worker has none: its records go to the log of the application.
 *
 * @param isError whether to standard error
 * @param level the lowest that is written, as in {@code java.util.logging}, whatever the loggers let through
 * @param format of a record, for whoever formats it
 */
public record LogConsole(boolean isError, int level, String format) {

    /** The property; a process without it does not log to a console in this way. */
    public static final String PROPERTY = "io.quarkiverse.processpool.log-console";

    /** Parent: the value of the property. */
    public String text() {
        return (isError ? "err" : "out") + ' ' + level + ' ' + format;
    }

    /** Child: null if it is not said. */
    public static LogConsole read() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(" ", 3);
        return new LogConsole(parts[0].equals("err"), Integer.parseInt(parts[1]), parts[2]);
    }
}
