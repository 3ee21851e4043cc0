package io.quarkiverse.processpool.engine;

/** Parent side: the log of the workers of one pool. The logging system is not woken before there is something to say. */
final class WorkerLog {

    private final String name;
    private final boolean quiet;
    private volatile System.Logger logger;

    WorkerLog(String pool) {
        this(pool, false);
    }

    /** @param quiet whether all of it is for those who look for the fault in this extension */
    WorkerLog(String pool, boolean quiet) {
        this.quiet = quiet;
        name = "io.quarkiverse.processpool.worker." + pool;
    }

    private System.Logger logger() {
        if (logger == null) {
            logger = System.getLogger(name);
        }
        return logger;
    }

    void log(System.Logger.Level level, String message) {
        logger().log(quiet ? System.Logger.Level.TRACE : level, message);
    }

    void log(System.Logger.Level level, String message, Throwable thrown) {
        logger().log(quiet ? System.Logger.Level.TRACE : level, message, thrown);
    }
}
