package io.quarkiverse.processpool.engine;

import java.util.regex.Pattern;

/**
 * Parent side: what the name, the size and the heap of a pool must keep to, whether configuration or code says them.
 * The annotation processor, which sees nothing of this, holds the annotation to the same.
 */
public final class PoolBounds {

    public static final int MOST_WORKERS = 1_024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]{0,14}|[1-9][0-9]{0,7}[kKmMgG]");
    /** The least that a JVM starts with. */
    private static final long LEAST_HEAP = 2 << 20;

    private PoolBounds() {
    }

    public static boolean isSize(int workers) {
        return workers >= 1 && workers <= MOST_WORKERS;
    }

    /** How many workers may be kept beyond what the tasks need. */
    public static boolean isReserve(int workers) {
        return workers >= 0 && workers <= MOST_WORKERS;
    }

    /** Whether a JVM takes that for its largest heap; a number without a unit is one of bytes. */
    public static boolean isHeap(String heap) {
        return HEAP.matcher(heap).matches() && bytes(heap) >= LEAST_HEAP;
    }

    static long bytes(String heap) {
        char unit = Character.toLowerCase(heap.charAt(heap.length() - 1));
        int shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
        return Long.parseLong(shift == 0 ? heap : heap.substring(0, heap.length() - 1)) << shift;
    }

    /** @throws IllegalArgumentException if it is no size of a pool */
    static void checkSize(String pool, int workers) {
        if (!isSize(workers)) {
            throw new IllegalArgumentException("The pool '" + pool + "' needs at "
                    + (workers < 1 ? "least 1 worker" : "most " + MOST_WORKERS + " workers") + ", not " + workers);
        }
    }

    /** @throws IllegalArgumentException if it is less than 1 */
    public static int checkChunkSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a chunk size of at least 1, not " + size);
        }
        return size;
    }

    /** @throws IllegalArgumentException if it is no name of a pool */
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A pool cannot be called '" + name
                    + "': a name has at most 64 letters, digits, '.', '_' and '-', with a letter or a digit first");
        }
    }
}
