package io.quarkiverse.processpool.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.quarkiverse.processpool.wire.LogEntry;

/**
 * Parent side: puts the records of one worker together from lines of its output, and logs each as one. What looks like a part
 * of one and is not, is an ordinary line: a task can write what it likes.
 */
final class WorkerRecords {

    private final WorkerLog log;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private String tag;

    WorkerRecords(WorkerLog log) {
        this.log = log;
    }

    /**
     * Takes a line that {@linkplain LogEntry#isPart may be a part}.
     *
     * @return what was logged, or null if more is to come
     */
    String take(String lineTag, byte[] line, int length) {
        String before = LogEntry.isFirst(line) ? end() : null;
        if (parts.size() == 0) {
            tag = lineTag;
        }
        parts.write(line, LogEntry.head(), length - LogEntry.head());
        String now = LogEntry.isLast(line) || parts.size() > LogEntry.LONGEST ? end() : null;
        return before == null ? now : now == null ? before : before + "\n" + now;
    }

    /** Logs what there is of a record that will not be completed; null if there is none. */
    String end() {
        if (parts.size() == 0) {
            return null;
        }
        String content = parts.toString(StandardCharsets.UTF_8);
        parts.reset();
        LogEntry entry = LogEntry.parse(content);
        if (entry == null) {
            log.log(System.Logger.Level.WARNING, tag + content);
            return content;
        }
        System.Logger.Level level = level(entry.level());
        String text = entry.stack().isEmpty() ? entry.message() : entry.message() + "\n" + entry.stack();
        log.log(entry.logger(), level, tag + text);
        return level.getName() + " [" + entry.logger() + "] " + text;
    }

    /** What is above a level of this scale is that level, as everywhere. */
    private static System.Logger.Level level(int value) {
        if (value >= 1000) {
            return System.Logger.Level.ERROR;
        }
        if (value >= 900) {
            return System.Logger.Level.WARNING;
        }
        if (value >= 800) {
            return System.Logger.Level.INFO;
        }
        return value >= 500 ? System.Logger.Level.DEBUG : System.Logger.Level.TRACE;
    }
}
