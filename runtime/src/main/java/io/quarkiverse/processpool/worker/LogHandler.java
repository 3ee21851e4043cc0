package io.quarkiverse.processpool.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.quarkiverse.processpool.wire.LogEntry;
import io.quarkiverse.processpool.wire.LogLevels;

/**
 * Worker side: writes what the tasks log to standard error, in a form that the parent takes for a record. To the file
 * descriptor: what a task makes of {@link System#err} is its own affair. Is loaded with the first logger, and not before.
 */
public final class LogHandler extends Handler {

    private static final int HIGHEST = 1_100;

    private final OutputStream out = new FileOutputStream(FileDescriptor.err);
    /** For what was logged before the loggers had their levels. */
    private final Map<String, Integer> levels = LogLevels.read();

    /** Without a format of its own: that is a matter of the parent. */
    private static final class Message extends Formatter {
        @Override
        public String format(LogRecord logged) {
            return formatMessage(logged);
        }
    }

    private final Formatter message = new Message();

    /** The logging of the JDK makes one by its name. */
    public LogHandler() {
    }

    @Override
    public void publish(LogRecord logged) {
        String logger = orEmpty(logged.getLoggerName());
        if (!isLoggable(logged) || !LogLevels.isWanted(levels, logger, logged.getLevel().intValue())) {
            return;
        }
        try {
            LogEntry entry = new LogEntry(number(logged.getLevel()), logger,
                    orEmpty(message.format(logged)), stack(logged.getThrown()));
            synchronized (out) {
                entry.write(out);
            }
        } catch (IOException e) {
            // the task has closed it, or the parent is gone
        } catch (RuntimeException e) {
            reportError(null, e, ErrorManager.FORMAT_FAILURE);
        }
    }

    private static int number(Level level) {
        return Math.max(0, Math.min(level.intValue(), HIGHEST));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String stack(Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return stack.toString().stripTrailing();
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
    }
}
