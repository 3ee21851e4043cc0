package io.quarkiverse.processpool.engine;

import java.util.Map;

import io.quarkiverse.processpool.wire.LogLevels;

/**
 * Parent side: the system properties that make what a task logs come here as records. They do nothing before a task logs.
 * Who says anything about the logging of a pool's workers says all of it.
 */
final class WorkerLogging {

    private static final String LOGGING = "java.util.logging.";
    static final String LOG_MANAGER = LOGGING + "manager";
    private static final String SETUP_CLASS = LOGGING + "config.class";
    private static final String SETUP_FILE = LOGGING + "config.file";
    private static final String OURS = "io.quarkiverse.processpool.worker.LogSetup";
    private static final String JBOSS = "org.jboss.logmanager.LogManager";

    private WorkerLogging() {
    }

    /**
     * @param properties that the pool gives its workers, to be completed; those of the logging are left out if they do not
     *        count
     * @param inherited those that workers take over from this process
     */
    static void addTo(Map<String, String> properties, Map<String, String> inherited, PoolSettings pool) {
        boolean isOurs = inherited.getOrDefault(SETUP_CLASS, OURS).equals(OURS) && !inherited.containsKey(SETUP_FILE)
                && pool.jvmArgs().stream().noneMatch(argument -> argument.startsWith("-D" + LOGGING));
        if (!isOurs) {
            properties.remove(LOG_MANAGER);
            properties.remove(LogLevels.PROPERTY);
            return;
        }
        if (hasJBoss(pool)) {
            properties.put(LOG_MANAGER, JBOSS);
        }
        properties.put(SETUP_CLASS, OURS);
        properties.putIfAbsent(LogLevels.PROPERTY, "");
    }

    /** Which JBoss Logging prefers and slf4j of Quarkus needs, and which wants to be named before any logging. */
    private static boolean hasJBoss(PoolSettings pool) {
        return pool.classPath().stream().anyMatch(path -> String.valueOf(path.getFileName()).contains("jboss-logmanager"));
    }
}
