package io.quarkiverse.processpool.engine;

/** Parent side: the log of the workers of one pool. The logging system is not woken before there is something to say. */
final class WorkerLog {

    private final String name;
    private volatile System.Logger logger;

    WorkerLog(String pool) {
        name = "io.quarkiverse.processpool.worker." + pool;
    }

    private System.Logger logger() {
        if (logger == null) {
            logger = System.getLogger(name);
        }
        return logger;
    }

    void log(System.Logger.Level level, String message) {
        logger().log(level, message);
    }

    void log(System.Logger.Level level, String message, Throwable thrown) {
        logger().log(level, message, thrown);
    }
}
