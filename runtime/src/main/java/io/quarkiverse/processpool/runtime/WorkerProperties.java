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

import io.quarkiverse.processpool.wire.LogConsole;
import io.quarkiverse.processpool.wire.LogLevels;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.logging.LogRuntimeConfig;
import io.smallrye.config.SmallRyeConfig;

/**
 * What the workers and child processes of an application know of it beside its class path: the profile that its
 * configuration is read with, and, as they are when one starts, the levels below which nothing is logged. A child writes
 * what it logs to its output.
 */
final class WorkerProperties implements Supplier<Map<String, String>> {

    private static final String LOG_MANAGER = "java.util.logging.manager";

    private final String profile = profiles();
    /** That have a configuration. Where nobody holds the logger of one, the log manager does not say that there is one. */
    private final Set<String> categories;
    private final LogConsole console;

    WorkerProperties() {
        LogRuntimeConfig logging = logging();
        categories = logging == null ? Set.of() : logging.categories().keySet();
        console = logging == null ? null
                : new LogConsole(logging.console().stderr(),
                        logging.console().level().intValue(), logging.console().format());
    }

    @Override
    public Map<String, String> get() {
        return Map.of("quarkus.profile", profile, LOG_MANAGER, "org.jboss.logmanager.LogManager",
                LogLevels.PROPERTY, LogLevels.text(levels()));
    }

    /** The same, and how a child writes what it logs. */
    Map<String, String> ofChildren() {
        Map<String, String> all = new HashMap<>(get());
        if (console != null) {
            all.put(LogConsole.PROPERTY, console.text());
        }
        return all;
    }

    /** As the property has them, where the last one wins; they come with that first. */
    private static String profiles() {
        List<String> profiles = new ArrayList<>(ConfigUtils.getProfiles());
        Collections.reverse(profiles);
        return String.join(",", profiles);
    }

    /** @return null if this is no application, and nobody has configured any */
    private static LogRuntimeConfig logging() {
        try {
            return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(LogRuntimeConfig.class);
        } catch (NoSuchElementException e) {
            return null;
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
