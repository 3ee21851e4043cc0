package io.quarkiverse.processpool.engine;

import java.util.regex.Pattern;

/**
 * Parent side: what the name and the size of a pool must keep to, whether configuration or code says them. The annotation
 * processor, which sees nothing of this, holds the annotation to the same.
 */
public final class PoolBounds {

    public static final int MOST_WORKERS = 1_024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private PoolBounds() {
    }

    public static boolean isSize(int workers) {
        return workers >= 1 && workers <= MOST_WORKERS;
    }

    /** How many workers may be kept beyond what the tasks need. */
    public static boolean isReserve(int workers) {
        return workers >= 0 && workers <= MOST_WORKERS;
    }

    /** @throws IllegalArgumentException if it is no size of a pool */
    static void checkSize(String pool, int workers) {
        if (!isSize(workers)) {
            throw new IllegalArgumentException("The pool '" + pool + "' needs at "
                    + (workers < 1 ? "least 1 worker" : "most " + MOST_WORKERS + " workers") + ", not " + workers);
        }
    }

    /** @throws IllegalArgumentException if it is no name of a pool */
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A pool cannot be called '" + name
                    + "': a name has at most 64 letters, digits, '.', '_' and '-', with a letter or a digit first");
        }
    }
}
