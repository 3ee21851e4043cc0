package io.quarkiverse.processpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The worker died while it was running the task. The task may have had effects; it was repeated only if its method
 * says how often ({@link InProcessPool#retries()}), and then the deaths before this one are
 * {@linkplain #getSuppressed() suppressed} in it.
 */
public final class WorkerDiedException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    private final long taskId;
    private final long pid;
    private final int exitCode;
    private final int signal;
    private final Duration ran;
    private final ArrayList<String> lastErrorLines;
    private final String commandLine;

    /**
     * @param exitCode what the process ended with, or -1 if a signal ended it
     * @param signal the number of the signal that ended the process, or -1
     */
    public WorkerDiedException(String message, long taskId, long pid, int exitCode, int signal, Duration ran,
            List<String> lastErrorLines, String commandLine) {
        super(message, null);
        this.taskId = taskId;
        this.pid = pid;
        this.exitCode = exitCode;
        this.signal = signal;
        this.ran = ran;
        this.lastErrorLines = new ArrayList<>(lastErrorLines);
        this.commandLine = commandLine;
    }

    public long taskId() {
        return taskId;
    }

    public long pid() {
        return pid;
    }

    /** What the process ended with, unless a signal ended it. */
    public OptionalInt exitCode() {
        return exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** The number of the signal that ended the process, if one did. */
    public OptionalInt signal() {
        return signal < 0 ? OptionalInt.empty() : OptionalInt.of(signal);
    }

    /** How long the task had been running. */
    public Duration ran() {
        return ran;
    }

    /** The last lines that the worker wrote to its standard error. */
    public List<String> lastErrorLines() {
        return Collections.unmodifiableList(lastErrorLines);
    }

    /** The command that started the worker, to be pasted into a shell. */
    public String commandLine() {
        return commandLine;
    }
}
