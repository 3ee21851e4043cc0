package io.quarkiverse.processpool.engine;

/** Parent side: the signals that end processes, by the numbers that Linux and macOS share. */
final class Signal {

    private static final String[] NAMES = { null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", null, "SIGFPE",
            "SIGKILL", null, "SIGSEGV", null, "SIGPIPE", "SIGALRM", "SIGTERM" };
    private static final int FIRST = 129;
    private static final int LAST = 159;
    static final int KILL = 9;

    private Signal() {
    }

    /** The signal that ended a process with that exit value, or -1 if it ended otherwise. */
    static int of(int exitValue) {
        return exitValue >= FIRST && exitValue <= LAST ? exitValue - 128 : -1;
    }

    static String name(int signal) {
        String name = signal < NAMES.length ? NAMES[signal] : null;
        return name == null ? "signal " + signal : name + " (signal " + signal + ")";
    }
}
