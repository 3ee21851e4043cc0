package io.quarkiverse.processpool.runtime;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

import io.quarkiverse.processpool.wire.LogLevels;

/**
 * What the workers of an application know of it beside its class path: as they are when a worker
 * starts, the levels below which nothing is logged.
 */
final class WorkerProperties implements Supplier<Map<String, String>> {

    private static final String LOG_MANAGER = "java.util.logging.manager";

    @Override
    public Map<String, String> get() {
        return Map.of(LOG_MANAGER, "org.jboss.logmanager.LogManager",
                LogLevels.PROPERTY, LogLevels.text(levels()));
    }

    /** Of the loggers that have one of their own. */
    private static Map<String, Integer> levels() {
        Map<String, Integer> levels = new HashMap<>();
        for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
            Logger logger = LogManager.getLogManager().getLogger(name);
            Level level = logger == null ? null : logger.getLevel();
            if (level != null) {
                levels.put(name, level.intValue());
            }
        }
        return levels;
    }
}
