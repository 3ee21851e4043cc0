package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.ExitCode;

/** Worker side: the only place that ends the process, but for {@link FullHeap}. */
final class Exit {

    private Exit() {
    }

    /**
     * Ends the process after its shutdown hooks; the main thread has to return when this does. From JDK 21 on,
     * {@link System#exit} first asks the logging of the application whether it wants to know of it, and loads all of it for
     * that. The end of the last thread that is no daemon is the same end without the question.
     */
    static void orderly(ExitCode code) {
        System.out.flush();
        System.err.flush();
        if (code != ExitCode.STOPPED || !isThisTheLastThread()) {
            System.exit(code.code());
        }
    }

    /** What a task has started, and is no daemon, would keep the process. */
    private static boolean isThisTheLastThread() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
                return false;
            }
        }
        return count < threads.length; // or there are more than there was room for
    }

    /** Ends the process at once, whatever its other threads do. */
    static void now(ExitCode code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code.code());
    }

    /** Ends the process at once, without a flush that could wait for a reader that is gone. */
    static void cut(ExitCode code) {
        Runtime.getRuntime().halt(code.code());
    }
}
