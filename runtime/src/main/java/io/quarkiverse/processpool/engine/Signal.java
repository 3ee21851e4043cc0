package io.quarkiverse.processpool.engine;

/** Parent side: the signals that end processes, by their numbers. */
final class Signal {

    private static final String[] NAMES = { null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS",
            "SIGFPE",
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

    /** Whether it is one that a process gets for what it does itself: bad memory, bad instructions, an abort. */
    static boolean isCrash(int signal) {
        return signal == 4 || signal == 6 || signal == 7 || signal == 8 || signal == 11;
    }

    static String name(int signal) {
        String name = signal < NAMES.length ? NAMES[signal] : null;
        return name == null ? "signal " + signal : name + " (signal " + signal + ")";
    }
}
