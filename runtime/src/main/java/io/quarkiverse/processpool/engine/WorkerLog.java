package io.quarkiverse.processpool.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Parent side: the log of the workers of one pool. The logging system is not woken before there is something to say. */
final class WorkerLog {

    /** Of more loggers nothing is kept: a task can invent names without end. */
    private static final int MOST_LOGGERS = 1_000;

    private final String name;
    private final Map<String, System.Logger> others = new ConcurrentHashMap<>();
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

    /** What a task has logged, by the logger that it has used. */
    void log(String otherName, System.Logger.Level level, String message) {
        System.Logger other = quiet || otherName.isEmpty() ? null : others.get(otherName);
        if (other == null && !quiet && !otherName.isEmpty() && others.size() < MOST_LOGGERS) {
            other = others.computeIfAbsent(otherName, System::getLogger);
        }
        if (other != null) {
            other.log(level, message);
        } else {
            log(level, "[" + otherName + "] " + message);
        }
    }

    void log(System.Logger.Level level, String message) {
        logger().log(quiet ? System.Logger.Level.TRACE : level, message);
    }

    void log(System.Logger.Level level, String message, Throwable thrown) {
        logger().log(quiet ? System.Logger.Level.TRACE : level, message, thrown);
    }
}
