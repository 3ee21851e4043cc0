package io.quarkiverse.processpool.deployment;

import java.util.Locale;

import org.jboss.jandex.DotName;

/**
 * Derives the name of the pool of a class, as the annotation processor does: {@code ImageTools} is {@code image-tools},
 * {@code PDFReader} is {@code pdf-reader}, {@code Outer.Inner} is {@code outer-inner}.
 */
final class PoolNames {

    private PoolNames() {
    }

    static String of(DotName declaringClass) {
        String binaryName = declaringClass.toString();
        String simpleName = binaryName.substring(binaryName.lastIndexOf('.') + 1);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < simpleName.length(); i++) {
            char c = simpleName.charAt(i);
            boolean separator = c == '_' || c == '$';
            boolean separated = name.isEmpty() || name.charAt(name.length() - 1) == '-';
            if (!separated && (separator || startsWord(simpleName, i))) {
                name.append('-');
            }
            if (!separator) {
                name.append(c);
            }
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean startsWord(String text, int i) {
        if (i == 0 || !Character.isUpperCase(text.charAt(i))) {
            return false;
        }
        return !Character.isUpperCase(text.charAt(i - 1))
                || i + 1 < text.length() && Character.isLowerCase(text.charAt(i + 1));
    }
}
