package io.quarkiverse.processpool.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.quarkiverse.processpool.wire.LogConsole;
import io.quarkiverse.processpool.wire.LogLevels;

/**
 * Parent side: the system properties that make what a task logs come here as records, and what a child process logs go to its
 * output. They do nothing before something is logged. Who says anything about the logging of a process says all of it.
 */
final class WorkerLogging {

    private static final String LOGGING = "java.util.logging.";
    static final String LOG_MANAGER = LOGGING + "manager";
    private static final String OPTION = "-D" + LOGGING;
    private static final String SETUP_CLASS = LOGGING + "config.class";
    private static final String SETUP_FILE = LOGGING + "config.file";
    private static final String OURS = "io.quarkiverse.processpool.worker.LogSetup";
    private static final String JBOSS = "org.jboss.logmanager.LogManager";

    private static final List<String> OF_THE_CONTAINER = List.of(LOG_MANAGER, LogLevels.PROPERTY, LogConsole.PROPERTY);

    private WorkerLogging() {
    }

    /**
     * @param properties that the pool gives its workers, to be completed; those of the logging are left out if they do not
     *        count
     * @param inherited those that workers take over from this process
     */
    static void addTo(Map<String, String> properties, Map<String, String> inherited, PoolSettings pool) {
        if (leaveOutIfSaidOtherwise(properties, inherited, pool.jvmArgs())) {
            return;
        }
        if (hasJBoss(pool)) {
            properties.put(LOG_MANAGER, JBOSS);
        }
        properties.put(SETUP_CLASS, OURS);
        properties.putIfAbsent(LogLevels.PROPERTY, inherited.getOrDefault(LogLevels.PROPERTY, ""));
    }

    /**
     * @param properties loses those of the logging, if the options of the process or what it inherits say something about that
     * @return whether they do
     */
    static boolean leaveOutIfSaidOtherwise(Map<String, String> properties, Map<String, String> inherited,
            List<String> jvmArgs) {
        boolean isOurs = inherited.getOrDefault(SETUP_CLASS, OURS).equals(OURS) && !inherited.containsKey(SETUP_FILE)
                && !isSaidBy(jvmArgs);
        if (!isOurs) {
            properties.keySet().removeAll(OF_THE_CONTAINER);
        }
        return !isOurs;
    }

    /** Takes out of the properties that a process hands on what it has of ours, if the options of the other one say more. */
    static void leaveOutIfSaidBy(List<String> jvmArgs, Map<String, String> inherited) {
        if (isSaidBy(jvmArgs) && inherited.containsKey(LogLevels.PROPERTY)) {
            inherited.remove(SETUP_CLASS, OURS);
            inherited.keySet().removeAll(OF_THE_CONTAINER);
        }
    }

    private static boolean isSaidBy(List<String> jvmArgs) {
        for (String argument : jvmArgs) {
            if (argument.startsWith(OPTION)) {
                return true;
            }
        }
        return false;
    }

    /** Which JBoss Logging prefers and slf4j of Quarkus needs, and which wants to be named before any logging. */
    private static boolean hasJBoss(PoolSettings pool) {
        for (Path path : pool.classPath()) {
            if (String.valueOf(path.getFileName()).contains("jboss-logmanager")) {
                return true;
            }
        }
        return false;
    }
}
