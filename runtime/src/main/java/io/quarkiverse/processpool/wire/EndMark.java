package io.quarkiverse.processpool.wire;

/**
 * Both sides: what a JVM says of its end while it can, so that its parent can tell a signal from an exit code.
 * <p>
 * A JVM catches SIGHUP, SIGINT and SIGTERM, runs its shutdown hooks and exits with 128 and the number of the signal; and
 * {@link Process#exitValue()} has the same number for a process that a signal has ended. So a shutdown hook leaves
 * {@link #ofThisProcess()} where the parent finds it. What leaves no mark was ended by a signal that nothing can catch, or by
 * {@link Runtime#halt}: an exit code over 128 of the latter is taken for a signal.
 */
public final class EndMark {

    /** No mark. */
    public static final long NONE = 0;
    /** The end was ordered inside; the lower half has the signal that the JVM has caught and ends for, or 0. */
    public static final long ITSELF = 1L << 32;

    private static final String[] HANDLERS = { "SIGHUP handler", "SIGINT handler", "SIGTERM handler" };
    private static final int[] SIGNALS = { 1, 2, 15 };
    private static final int KILL = 9;
    private static final int FIRST = 129;
    private static final int LAST = 159;

    private EndMark() {
    }

    /** The mark of this process, to be asked for in a shutdown hook. */
    public static long ofThisProcess() {
        return ITSELF | signal();
    }

    /** Whether that mark names a signal. */
    public static boolean isOfSignal(long mark) {
        return (int) mark > 0;
    }

    /** The JDK runs the end for a signal on a thread that is named after it. */
    private static int signal() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < HANDLERS.length; j++) {
                if (HANDLERS[j].equals(threads[i].getName())) {
                    return SIGNALS[j];
                }
            }
        }
        return 0;
    }

    /**
     * The exit code as Python gives it: {@code -N} for the end by signal N, else what the process exited with.
     *
     * @param exitValue as of {@link Process#exitValue()}
     * @param mark what the process has left
     * @param killed whether the parent has sent it SIGKILL, which can come while its shutdown hooks still run
     */
    public static int exitCode(int exitValue, long mark, boolean killed) {
        if (exitValue < FIRST || exitValue > LAST) {
            return exitValue;
        }
        int signal = exitValue - 128;
        boolean bySignal = mark == NONE || isOfSignal(mark) || killed && signal == KILL;
        return bySignal ? -signal : exitValue;
    }
}
