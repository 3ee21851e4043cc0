package io.quarkiverse.processpool.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import io.quarkiverse.processpool.wire.LogConsole;

/**
 * Parent side: what a child process takes over from the JVM of its parent: its options, and the system properties of the
 * application. The latter go by standard input, because they can be secret, and a command line is not.
 */
final class Inheritance {

    /** Options that are about this one JVM: its debugger, its agents, its files, its port, its archive and its first heap. */
    private static final List<String> OWN = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xdebug", "-Xrunjdwp",
            "-Xlog", "-Xms", "-Xshare", "-XX:InitialHeapSize", "-XX:+AlwaysPreTouch", "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT", "-XX:CRaC");
    /** Properties that each JVM has of its own, or that say how this one is run; with a dot at their end, prefixes. */
    private static final List<String> OF_THE_JVM = List.of("java.awt.headless", "java.class.", "java.home", "java.io.tmpdir",
            "java.library.path", "java.nio.channels.", "java.runtime.", "java.security.manager", "java.specification.",
            "java.system.class.loader", "java.util.concurrent.ForkJoinPool.common.", "java.vendor", "java.vendor.",
            "java.version",
            "java.version.", "java.vm.", "jdk.debug", "jdk.internal.", "jdk.module.", "sun.arch.", "sun.boot.", "sun.cpu.",
            "sun.io.", "sun.java.", "sun.jnu.", "sun.management.", "sun.nio.", "sun.os.", "sun.stderr.", "sun.stdout.",
            "com.sun.management.", "os.arch", "os.name", "os.version", "user.country", "user.country.", "user.dir", "user.home",
            "user.language", "user.language.", "user.name", "user.script", "user.script.", "user.timezone", "user.variant",
            "user.variant.", "file.encoding", "file.encoding.", "file.separator", "line.separator", "native.encoding",
            "path.separator", "stderr.encoding", "stdin.encoding", "stdout.encoding");
    private static final String LOGGING = "java.util.logging.";
    /** For what a JVM reads before its main class. */
    private static final List<String> ON_THE_COMMAND_LINE = List.of("-Djava.", "-Djdk.", "-Dsun.");

    /** Of longer properties, and of more than that together, nobody has said that a worker needs them. */
    private static final int LONGEST = 1 << 14;
    private static final int MOST_CHARS = 1 << 17;

    private Inheritance() {
    }

    /**
     * The options that this JVM was started with, less those that are about itself.
     *
     * @param wanted options that a child gets besides; a collector among them replaces the inherited one
     */
    static List<String> options(List<String> wanted) {
        boolean collector = wanted.stream().anyMatch(Inheritance::namesACollector);
        List<String> options = new ArrayList<>();
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isInherited(option) && !(collector && namesACollector(option))) {
                options.add(option);
            }
        }
        if (!collector && options.stream().noneMatch(Inheritance::namesACollector)) {
            options.add("-XX:+UseSerialGC");
        }
        if (Inheritance.class.desiredAssertionStatus() && !options.contains("-ea")) {
            options.add("-ea");
        }
        options.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        return options;
    }

    private static boolean isInherited(String option) {
        if (option.startsWith("-D")) {
            return startsWithOneOf(option, ON_THE_COMMAND_LINE) && !option.startsWith("-Djava.class.path=")
                    && !option.startsWith("-Djdk.module.main") && !option.startsWith("-D" + LOGGING);
        }
        return option.startsWith("-") && !startsWithOneOf(option, OWN);
    }

    private static boolean namesACollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }

    /** System properties as they are now. */
    static Map<String, String> properties() {
        Properties all = System.getProperties();
        Map<String, String> properties = new TreeMap<>();
        for (String key : all.stringPropertyNames()) {
            String value = all.getProperty(key);
            if (value != null && !isOfTheJvm(key)) {
                properties.put(key, value);
            }
        }
        return properties;
    }

    private static boolean isOfTheJvm(String key) {
        for (String own : OF_THE_JVM) {
            if (own.endsWith(".") ? key.startsWith(own) : key.equals(own)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same for workers of that pool, with the properties that it gives them, as names and values in turn; the manager of
     * the logging is a matter of the application.
     */
    static List<String> ofWorkers(PoolSettings pool) {
        Map<String, String> inherited = properties();
        inherited.remove(WorkerLogging.LOG_MANAGER);
        inherited.remove(LogConsole.PROPERTY); // which this process has if it is a child
        Map<String, String> given = new TreeMap<>(pool.properties().get());
        WorkerLogging.addTo(given, inherited, pool);
        List<String> list = new ArrayList<>();
        for (Map.Entry<String, String> property : given.entrySet()) {
            list.add(property.getKey());
            list.add(property.getValue());
        }
        inherited.keySet().removeAll(given.keySet());
        int chars = 0;
        for (Map.Entry<String, String> property : inherited.entrySet()) {
            int length = property.getKey().length() + property.getValue().length();
            if (length <= LONGEST && chars + length <= MOST_CHARS) {
                list.add(property.getKey());
                list.add(property.getValue());
                chars += length;
            }
        }
        return list;
    }

    private static boolean startsWithOneOf(String text, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (text.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
