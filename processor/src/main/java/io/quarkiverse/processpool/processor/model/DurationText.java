package io.quarkiverse.processpool.processor.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, or ISO-8601. */
final class DurationText {

    private static final Pattern SHORT_FORM = Pattern.compile("(\\d{1,18})(ms|s|m|h)");

    private DurationText() {
    }

    /** Its milliseconds; empty if it is no length of time, less than a millisecond, or too long to count. */
    static OptionalLong millis(String text) {
        try {
            Matcher shortForm = SHORT_FORM.matcher(text);
            long millis = shortForm.matches()
                    ? Math.multiplyExact(Long.parseLong(shortForm.group(1)), millisOf(shortForm.group(2)))
                    : Duration.parse(text).toMillis();
            return millis > 0 ? OptionalLong.of(millis) : OptionalLong.empty();
        } catch (DateTimeParseException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
