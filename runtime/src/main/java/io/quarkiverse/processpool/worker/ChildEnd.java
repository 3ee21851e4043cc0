package io.quarkiverse.processpool.worker;

import java.io.PrintStream;

/** Worker side: the shutdown hook of a child process: leaves the mark of its end, lets go of the leash, and flushes. */
final class ChildEnd extends Thread {

    private final ChildLeash leash;
    private final ChildDirectory directory;

    ChildEnd(ChildLeash leash, ChildDirectory directory) {
        super("process-pool-child-end");
        this.leash = leash;
        this.directory = directory;
    }

    @Override
    public void run() {
        directory.leaveMark();
        leash.release();
        flush(System.out);
        flush(System.err);
    }

    /** What the work has put in place of a stream may be closed, broken or nothing at all. */
    private static void flush(PrintStream stream) {
        try {
            if (stream != null) {
                stream.flush();
            }
        } catch (Throwable e) {
            // an end has nobody to complain to
        }
    }
}
