package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.ExitCode;

/** Worker side: the only place that ends the process. */
final class Exit {

    private Exit() {
    }

    /** Ends the process after its shutdown hooks. */
    static void orderly(ExitCode code) {
        System.out.flush();
        System.err.flush();
        System.exit(code.code());
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
