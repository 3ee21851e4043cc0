package io.quarkiverse.processpool.worker;

/** Worker side: which signal made this JVM end in order, if one did. */
final class EndingSignal {

    private static final String[] NAMES = { "SIGHUP handler", "SIGINT handler", "SIGTERM handler" };
    private static final int[] NUMBERS = { 1, 2, 15 };

    private EndingSignal() {
    }

    /** Its number, or 0. To be asked in a shutdown hook: the JDK runs the end for a signal on a thread named after it. */
    static int number() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < NAMES.length; j++) {
                if (NAMES[j].equals(threads[i].getName())) {
                    return NUMBERS[j];
                }
            }
        }
        return 0;
    }
}
