package io.quarkiverse.processpool.wire;

/** Both sides: what a worker process ends with when it ends by itself, apart from a task that calls {@link System#exit}. */
public enum ExitCode {

    STOPPED(0, "told to stop"),
    BAD_SETTINGS(70, "could not read its settings: it was not started by a pool, or by one of another version"),
    NO_CONNECTION(71, "could not connect to the pool"),
    PROTOCOL_BROKEN(72, "read something from the pool that is not a frame"),
    CHANNEL_LOST(73, "lost the connection to the pool"),
    LEASH_CUT(74, "has lost its standard input, which is open as long as its parent lives"),
    HEAP_EXHAUSTED(75, "ended itself, because a task had filled its heap"),
    INTERNAL_ERROR(76, "failed outside a task"),
    INIT_FAILED(77, "ended itself, because a @WorkerInit method had failed");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** The constant of that code, or null if it is none of ours. */
    public static ExitCode of(int code) {
        for (ExitCode exit : values()) {
            if (exit.code == code) {
                return exit;
            }
        }
        return null;
    }
}
