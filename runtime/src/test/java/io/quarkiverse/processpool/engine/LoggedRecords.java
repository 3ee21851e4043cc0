package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;

/** What some loggers log while this is open; it goes nowhere else. */
final class LoggedRecords extends Handler implements AutoCloseable {

    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers = new ArrayList<>();

    LoggedRecords(String... names) {
        for (String name : names) {
            Logger logger = Logger.getLogger(name);
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
            loggers.add(logger);
        }
    }

    /** Those about the workers of a pool. */
    static LoggedRecords ofPool(String name) {
        return new LoggedRecords(logger(name));
    }

    static String logger(String pool) {
        return "io.quarkiverse.processpool.worker." + pool;
    }

    /** Also what is below the usual level, from now on and later. */
    LoggedRecords ofAllLevels() {
        loggers.forEach(logger -> logger.setLevel(Level.ALL));
        return this;
    }

    /** All of them until now, and then those that come. */
    Queue<LogRecord> all() {
        return records;
    }

    /** The messages of warnings and worse. */
    List<String> warnings() {
        return records.stream().filter(one -> one.getLevel().intValue() >= Level.WARNING.intValue()).map(LogRecord::getMessage)
                .toList();
    }

    /** Whether that is somewhere in a message. */
    boolean has(String part) {
        return records.stream().anyMatch(one -> one.getMessage().contains(part));
    }

    void await(String message) {
        Awaitility.await(message).atMost(Pools.PATIENCE)
                .until(() -> records.stream().map(LogRecord::getMessage).toList(), all -> all.contains(message));
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }
}
