package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** Parent side: which options of a JVM concern the archive of its classes. */
final class ArchiveOptions {

    /** Variables from which a JVM, or its launcher, takes options as well. */
    static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Options that change where classes come from, or the archive itself, or that are in a file that is not looked into. */
    private static final List<String> IN_THE_WAY = List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:ArchiveClasses",
            "-XX:+AutoCreateSharedArchive", "-XX:AOT", "-XX:-UseSharedSpaces", "-XX:SharedClassListFile", "-javaagent",
            "-agentlib", "-agentpath", "-Xbootclasspath", "--patch-module", "--upgrade-module-path", "--module-path", "-p",
            "--limit-modules", "-cp", "-classpath", "--class-path", "-Djava.class.path", "-Djava.system.class.loader",
            "-XX:Flags", "-XX:VMOptionsFile", "@");
    /** The sizes of heap and stacks. */
    private static final List<String> SIZES = List.of("-Xm", "-Xss", "-XX:MaxRAM", "-XX:MaxHeap", "-XX:InitialHeap",
            "-XX:InitialRAM");
    /** Options that, with the sizes, an archive depends on; no other one concerns it, or the run that it is made in. */
    private static final List<String> MATTER = List.of("-XX:+Use", "-XX:-Use", "-XX:ObjectAlignment", "-XX:+Unlock",
            "-XX:+Compact", "-XX:-Compact", "-XX:CompressedClass", "-XX:+IgnoreUnrecognized", "-ea", "--enable-preview",
            "--add-modules", "--add-opens", "--add-exports");

    private ArchiveOptions() {
    }

    /** Whether there can be an archive with those options, and those of that environment on top of the one of this process. */
    static boolean areCompatible(List<String> options, Map<String, String> environment) {
        return !isOneInTheWay(options) && !isOneInTheWay(ofEnvironment(environment));
    }

    private static boolean isOneInTheWay(List<String> options) {
        for (String option : options) {
            if (startsWithOneOf(option, IN_THE_WAY)) {
                return true;
            }
        }
        return false;
    }

    /** An agent, for one, is often given to all JVMs that way. */
    private static List<String> ofEnvironment(Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        for (String variable : VARIABLES) {
            options.addAll(ofVariable(variable, environment));
        }
        return options;
    }

    /** The words of one of these variables. */
    static List<String> ofVariable(String variable, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        String value = environment.getOrDefault(variable, System.getenv(variable));
        StringTokenizer words = new StringTokenizer(value == null ? "" : value, " \t\r\n\f\"'");
        while (words.hasMoreTokens()) {
            options.add(words.nextToken());
        }
        return options;
    }

    /** Those among them that an archive depends on. */
    static List<String> thatMatter(List<String> options) {
        List<String> found = new ArrayList<>();
        boolean isValue = false;
        for (String option : options) {
            if (startsWithOneOf(option, SIZES) || startsWithOneOf(option, MATTER) || isValue && !option.startsWith("-")) {
                found.add(option);
                isValue = option.startsWith("--") && option.indexOf('=') < 0; // which can be the next word
            } else {
                isValue = false;
            }
        }
        return found;
    }

    /** All of them but the sizes. */
    static List<String> withoutSizes(List<String> options) {
        List<String> others = new ArrayList<>();
        for (String option : options) {
            if (!startsWithOneOf(option, SIZES)) {
                others.add(option);
            }
        }
        return others;
    }

    private static boolean startsWithOneOf(String option, List<String> starts) {
        for (String start : starts) {
            if (option.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
