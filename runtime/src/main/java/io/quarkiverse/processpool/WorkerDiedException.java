package io.quarkiverse.processpool;

import java.util.List;
import java.util.OptionalInt;

/**
 * The worker died while it was running the task, and the subclass says of what. The task may have had effects; it was
 * repeated only if its method says how often ({@link InProcessPool#retries()}), and then the deaths before this one are
 * {@linkplain #getSuppressed() suppressed} in it.
 */
public abstract sealed class WorkerDiedException extends TaskLostException
        permits WorkerKilledException, WorkerExitedException, NativeCrashException, HeapExhaustedException,
        MemoryLimitException, ProtocolBrokenException, ConnectionLostException {

    private static final long serialVersionUID = 1L;

    WorkerDiedException(String message, TaskReport report, Throwable cause) {
        super(message, report, cause);
    }

    /** What the process ended with, unless a signal ended it. */
    public final OptionalInt exitCode() {
        return report().exitCode() < 0 ? OptionalInt.empty() : OptionalInt.of(report().exitCode());
    }

    /** The number of the signal that ended the process, if one did. */
    public final OptionalInt signal() {
        return report().signal() < 0 ? OptionalInt.empty() : OptionalInt.of(report().signal());
    }

    /** The last lines that the worker wrote to its standard error. */
    public final List<String> lastErrorLines() {
        return report().lastErrorLines();
    }

    /** The command that started the worker, with all of its class path, to be pasted into a shell. */
    public final String commandLine() {
        return report().commandLine();
    }
}
