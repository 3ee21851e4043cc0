package io.quarkiverse.processpool.processor.model;

import java.util.HashMap;
import java.util.Map;

/**
 * A collection or a map whose content is written one by one.
 *
 * @param isMap whether it has keys and values
 * @param made qualified name of the class that the reader makes
 * @param form what its constructor needs
 */
public record Container(boolean isMap, String made, Form form) {

    /** How an empty container is made. */
    public enum Form {
        /** By a constructor that takes a capacity. */
        SIZED,
        /** By a constructor without arguments. */
        PLAIN,
        /** Like {@link #PLAIN}; keeps its elements in their natural order, a comparator cannot travel. */
        SORTED,
        /** {@code EnumMap} and {@code EnumSet}: from the class of the enum. */
        OF_ENUM
    }

    private static final Map<String, Container> BY_TYPE = new HashMap<>();

    static {
        // Interfaces become the class that keeps the order and takes null.
        sequence("ArrayList", Form.SIZED, "Collection", "List", "ArrayList");
        sequence("LinkedList", Form.PLAIN, "LinkedList");
        sequence("ArrayDeque", Form.SIZED, "ArrayDeque");
        sequence("LinkedHashSet", Form.SIZED, "Set", "LinkedHashSet");
        sequence("HashSet", Form.SIZED, "HashSet");
        sequence("TreeSet", Form.SORTED, "SortedSet", "NavigableSet", "TreeSet");
        sequence("EnumSet", Form.OF_ENUM, "EnumSet");
        mapping("LinkedHashMap", Form.SIZED, "Map", "LinkedHashMap");
        mapping("HashMap", Form.SIZED, "HashMap");
        mapping("TreeMap", Form.SORTED, "SortedMap", "NavigableMap", "TreeMap");
        mapping("EnumMap", Form.OF_ENUM, "EnumMap");
        mapping("concurrent.ConcurrentHashMap", Form.SIZED, "concurrent.ConcurrentMap", "concurrent.ConcurrentHashMap");
    }

    /** The container for a static type, or null if it is none. */
    public static Container of(String qualifiedName) {
        return BY_TYPE.get(qualifiedName);
    }

    private static void sequence(String made, Form form, String... types) {
        add(false, made, form, types);
    }

    private static void mapping(String made, Form form, String... types) {
        add(true, made, form, types);
    }

    private static void add(boolean isMap, String made, Form form, String... types) {
        for (String type : types) {
            BY_TYPE.put("java.util." + type, new Container(isMap, "java.util." + made, form));
        }
    }
}
