package io.quarkiverse.processpool.processor.read;

import java.util.List;
import java.util.Locale;

/** Makes the name of a pool out of that of a class: {@code ImageTools} becomes {@code image-tools}. */
final class PoolNames {

    private PoolNames() {
    }

    static String of(List<String> simpleNames) {
        StringBuilder name = new StringBuilder();
        for (String simpleName : simpleNames) {
            if (!name.isEmpty()) {
                name.append('-');
            }
            append(simpleName, name);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static void append(String text, StringBuilder name) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSeparator = c == '_' || c == '$';
            boolean isSeparated = name.isEmpty() || name.charAt(name.length() - 1) == '-';
            if (!isSeparated && (isSeparator || startsWord(text, i))) {
                name.append('-');
            }
            if (!isSeparator) {
                name.append(c);
            }
        }
    }

    /** {@code T} in {@code imageTools}, {@code R} in {@code PDFReader}. */
    private static boolean startsWord(String text, int i) {
        if (i == 0 || !Character.isUpperCase(text.charAt(i))) {
            return false;
        }
        return !Character.isUpperCase(text.charAt(i - 1))
                || i + 1 < text.length() && Character.isLowerCase(text.charAt(i + 1));
    }
}
