package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.Locale;

/** Parent side: durations as messages show them. */
final class Texts {

    private Texts() {
    }

    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 120_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : millis / 60_000 + " min";
    }
}
