package io.quarkiverse.processpool;

import java.util.List;

/** Native code crashed the worker's JVM while it ran the task. */
public final class NativeCrashException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public NativeCrashException(String message, TaskReport report) {
        super(message, report, null);
    }

    /** The head of the JVM's own report ({@code hs_err}): the signal, the frame, the library. Empty if it wrote none. */
    public List<String> crashReport() {
        List<String> lines = report().lastErrorLines();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("A fatal error has been detected")) {
                return lines.subList(i, lines.size());
            }
        }
        return List.of();
    }
}
