package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parent side: how large the heap of a worker may become, by the last word of all who have one: the environment, the pool, and
 * its options for the JVM.
 *
 * @param bytes -1 if nobody has said how many
 * @param percent of the memory, if nobody has
 */
public record LargestHeap(long bytes, double percent) {

    private static final List<String> IN_BYTES = List.of("-Xmx", "-XX:MaxHeapSize=");
    private static final String IN_PERCENT = "-XX:MaxRAMPercentage=";

    public static LargestHeap of(PoolSettings settings) {
        Map<String, String> environment = settings.environment();
        List<String> options = new ArrayList<>(ArchiveOptions.ofVariable("JAVA_TOOL_OPTIONS", environment));
        options.addAll(ArchiveOptions.ofVariable("JDK_JAVA_OPTIONS", environment));
        WorkerCommand.addHeap(options, settings);
        options.addAll(settings.jvmArgs());
        options.addAll(ArchiveOptions.ofVariable("_JAVA_OPTIONS", environment));
        long bytes = -1;
        double percent = PoolBuilder.JVMS_OWN_SHARE;
        for (String option : options) {
            for (String beginning : IN_BYTES) {
                String value = option.startsWith(beginning) ? option.substring(beginning.length()) : "";
                bytes = PoolBounds.isHeap(value) ? PoolBounds.bytes(value) : bytes;
            }
            if (option.startsWith(IN_PERCENT)) {
                percent = percent(option.substring(IN_PERCENT.length()), percent);
            }
        }
        return new LargestHeap(bytes, percent);
    }

    private static double percent(String text, double before) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return before; // no JVM starts with that
        }
    }
}
