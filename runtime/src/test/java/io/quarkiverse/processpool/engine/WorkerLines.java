package io.quarkiverse.processpool.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.awaitility.Awaitility;

/** What comes to the log of the workers of a pool while this is open. */
final class WorkerLines extends Handler implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    WorkerLines(String pool) {
        logger = Logger.getLogger("io.quarkiverse.processpool.worker." + pool);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    void await(String line) {
        Awaitility.await(line).atMost(Pools.PATIENCE).until(() -> lines, all -> all.contains(line));
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(logged.getMessage());
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
