package io.quarkiverse.processpool.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.processpool.wire.LogLevels;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.logging.LogRuntimeConfig;
import io.smallrye.config.SmallRyeConfig;

/**
 * What the workers of an application know of it beside its class path: the profile that its configuration is read with, and,
 * as they are when a worker starts, the levels below which nothing is logged.
 */
final class WorkerProperties implements Supplier<Map<String, String>> {

    private static final String LOG_MANAGER = "java.util.logging.manager";

    private final String profile = profiles();
    /** That have a configuration. Where nobody holds the logger of one, the log manager does not say that there is one. */
    private final Set<String> categories = categories();

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

    private static Set<String> categories() {
        try {
            return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(LogRuntimeConfig.class).categories()
                    .keySet();
        } catch (NoSuchElementException e) {
            return Set.of(); // this is no application, and nobody has configured any
        }
    }

    /** Of the loggers that have one of their own. */
    private Map<String, Integer> levels() {
        Map<String, Integer> levels = new HashMap<>();
        Set<String> names = new HashSet<>(categories);
        names.addAll(Collections.list(LogManager.getLogManager().getLoggerNames()));
        for (String name : names) {
            Logger logger = LogManager.getLogManager().getLogger(name);
            Level level = logger == null ? null : logger.getLevel();
            if (level != null) {
                levels.put(name, level.intValue());
            }
        }
        return levels;
    }
}
