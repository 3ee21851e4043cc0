package io.quarkiverse.processpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What is known of a task that came to no outcome of its own.
 *
 * @param taskId number of the task in its pool
 * @param task the method, such as {@code org.acme.Squares.square(int)}
 * @param argumentBytes size of the encoded arguments
 * @param worker name of the worker, such as {@code images-3}; empty if it never had one
 * @param pid process id of the worker, or -1
 * @param ran how long the task had been running, zero if it had not begun
 * @param limit the limit that fired, or null if none did
 * @param exitCode what the worker's process ended with, or -1 if a signal ended it or it never ran
 * @param signal number of the signal that ended the process, or -1
 * @param lastErrorLines the last lines that the process wrote to its standard error; if it was never ready, before them the
 *        last that it wrote to its standard output. What came before the task began is left out: it is in the log, and of
 *        others
 * @param commandLine the command that started the worker, with all of its class path, to be pasted into a shell; empty if it
 *        never had one
 * @param threadDump the threads of the worker just before the pool killed it; empty if there is none
 */
public record TaskReport(long taskId, String task, long argumentBytes, String worker, long pid, Duration ran, Limit limit,
        int exitCode, int signal, List<String> lastErrorLines, String commandLine, String threadDump) implements Serializable {

    /** The lines are copied. */
    public TaskReport {
        lastErrorLines = List.copyOf(lastErrorLines);
    }
}
