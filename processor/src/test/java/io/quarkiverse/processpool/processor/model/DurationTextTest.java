package io.quarkiverse.processpool.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A timeout is written as people write it. */
class DurationTextTest {

    @ParameterizedTest
    @CsvSource({ "1ms,1", "500ms,500", "10s,10000", "2m,120000", "1h,3600000", "PT10S,10000", "PT0.5S,500", "P1D,86400000" })
    void isRead(String text, long millis) {
        assertThat(DurationText.millis(text)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "10", "s", "-1s", "1.5s", "1 s", "0ms", "PT0S", "PT-1S", "PT0.0001S", "1d",
            "999999999999999999h", "9999999999999999999s" })
    void isRefused(String text) {
        assertThat(DurationText.millis(text)).isEmpty();
    }
}
