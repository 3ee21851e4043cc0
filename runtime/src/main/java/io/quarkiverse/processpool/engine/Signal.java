package io.quarkiverse.processpool.engine;

/** Parent side: the signals that end processes, by their numbers. */
final class Signal {

    private static final String[] NAMES = { null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS",
            "SIGFPE",
            "SIGKILL", null, "SIGSEGV", null, "SIGPIPE", "SIGALRM", "SIGTERM" };
    static final int KILL = 9;

    private Signal() {
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
