package io.quarkiverse.processpool.engine;

import java.time.Duration;

/** Parent side: durations and sizes as messages show them. */
final class Texts {

    private Texts() {
    }

    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        long tenths = (millis + 50) / 100;
        return millis < 120_000 ? tenths / 10 + "." + tenths % 10 + " s" : millis / 60_000 + " min";
    }

    static String ofBytes(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10L << 20 ? (bytes >> 10) + " KB" : (bytes >> 20) + " MB";
    }
}
