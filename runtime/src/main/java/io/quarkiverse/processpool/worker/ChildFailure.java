package io.quarkiverse.processpool.worker;

import java.io.PrintStream;

/** Worker side: prints what the work of a child process has thrown, as Python does: the name of the process, and the stack. */
final class ChildFailure implements Thread.UncaughtExceptionHandler {

    private final String process;

    ChildFailure(String process) {
        this.process = process;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        Thread.UncaughtExceptionHandler ofTheWork = Thread.getDefaultUncaughtExceptionHandler();
        PrintStream err = System.err;
        if (ofTheWork != null) {
            ofTheWork.uncaughtException(thread, thrown);
        } else if (err != null) {
            err.println("Process ".concat(process).concat(":"));
            thrown.printStackTrace(err);
        }
    }
}
