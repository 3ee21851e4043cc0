package io.quarkiverse.processpool.processor.read;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import javax.lang.model.type.TypeKind;

/** The types for which {@code Encoder} and {@code Decoder} have methods, and the ends of those methods' names. */
final class KnownTypes {

    private static final Map<String, String> REFERENCES = new HashMap<>();
    private static final Map<String, String> BOXES = new HashMap<>();

    static {
        for (String name : new String[] { "java.lang.String", "java.math.BigInteger", "java.math.BigDecimal",
                "java.nio.file.Path", "java.time.Duration", "java.time.Period", "java.time.Instant", "java.time.LocalDate",
                "java.time.LocalTime", "java.time.LocalDateTime", "java.time.ZoneId", "java.time.ZoneOffset",
                "java.time.OffsetDateTime", "java.time.ZonedDateTime", "java.time.Year", "java.time.YearMonth" }) {
            REFERENCES.put(name, name.substring(name.lastIndexOf('.') + 1));
        }
        REFERENCES.put("java.util.UUID", "Uuid");
        REFERENCES.put("java.net.URI", "Uri");

        for (String name : new String[] { "Boolean", "Byte", "Short", "Long", "Float", "Double" }) {
            BOXES.put("java.lang." + name, name);
        }
        BOXES.put("java.lang.Character", "Char");
        BOXES.put("java.lang.Integer", "Int");
    }

    private KnownTypes() {
    }

    static boolean isInput(String qualifiedName) {
        return qualifiedName.equals("java.io.InputStream");
    }

    static String reference(String qualifiedName) {
        return REFERENCES.get(qualifiedName);
    }

    static String box(String qualifiedName) {
        return BOXES.get(qualifiedName);
    }

    /** The primitive number of an {@code OptionalInt} and its like, or null. */
    static String optionalNumber(String qualifiedName) {
        return switch (qualifiedName) {
            case "java.util.OptionalInt" -> "Int";
            case "java.util.OptionalLong" -> "Long";
            case "java.util.OptionalDouble" -> "Double";
            default -> null;
        };
    }

    static String primitive(TypeKind kind) {
        String name = kind.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    static String primitiveArray(TypeKind component) {
        return primitive(component) + "s";
    }
}
