package io.quarkiverse.processpool.processor.write;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Hands out names that do not clash with each other.
 * <p>
 * Names that differ in case only clash too: classes become files, and some file systems take such names for one.
 */
final class Names {

    private final Set<String> taken = new HashSet<>();

    void reserve(String name) {
        taken.add(key(name));
    }

    boolean isFree(String name) {
        return !taken.contains(key(name));
    }

    /** The name, or else the name with the first number from 2 that makes it, with each of the endings, free. */
    String claim(String name, String... endings) {
        String candidate = name;
        for (int i = 2; !isFree(candidate, endings); i++) {
            candidate = name + i;
        }
        reserve(candidate);
        for (String ending : endings) {
            reserve(candidate + ending);
        }
        return candidate;
    }

    private boolean isFree(String name, String... endings) {
        boolean free = isFree(name);
        for (String ending : endings) {
            free &= isFree(name + ending);
        }
        return free;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
