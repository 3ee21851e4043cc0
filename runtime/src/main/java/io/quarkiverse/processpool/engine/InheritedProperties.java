package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Parent side: the system properties of this process that workers see too: those that somebody has set, not the JVM's own. */
final class InheritedProperties {

    private static final String[] OF_THE_JVM = { "java.", "jdk.", "sun.", "os.", "user.", "path.", "line.", "file.", "native.",
            "awt.", "stdout.", "stderr.", "stdin." };
    /** Where the logging of tasks is set up; the manager is a matter of the application. */
    private static final String LOGGING = "java.util.logging.config.";

    /** Of longer ones, and of more than that together, nobody has said that a worker needs them. */
    private static final int LONGEST = 1 << 14;
    private static final int MOST_CHARS = 1 << 17;

    private InheritedProperties() {
    }

    /** Names and values in turn. */
    static List<String> list() {
        List<String> list = new ArrayList<>();
        Properties all = System.getProperties();
        int chars = 0;
        for (String name : all.stringPropertyNames()) {
            String value = isOfTheJvm(name) ? null : all.getProperty(name);
            if (value != null && value.length() <= LONGEST && chars + value.length() <= MOST_CHARS) {
                list.add(name);
                list.add(value);
                chars += name.length() + value.length();
            }
        }
        return list;
    }

    private static boolean isOfTheJvm(String name) {
        if (name.startsWith(LOGGING)) {
            return false;
        }
        for (String prefix : OF_THE_JVM) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
