package io.quarkiverse.processpool.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

import io.quarkiverse.processpool.wire.LogLevels;
import io.quarkus.runtime.configuration.ConfigUtils;

/**
 * What the workers of an application know of it beside its class path: the profile that its configuration is read with, and,
 * as they are when a worker starts, the levels below which nothing is logged.
 */
final class WorkerProperties implements Supplier<Map<String, String>> {

    private static final String LOG_MANAGER = "java.util.logging.manager";

    private final String profile = profiles();

    @Override
    public Map<String, String> get() {
        return Map.of("quarkus.profile", profile, LOG_MANAGER, "org.jboss.logmanager.LogManager",
                LogLevels.PROPERTY, LogLevels.text(levels()));
    }

    /** As the property has them, where the last one wins; they come with that first. */
    private static String profiles() {
        List<String> profiles = new ArrayList<>(ConfigUtils.getProfiles());
        Collections.reverse(profiles);
        return String.join(",", profiles);
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
