package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolBoundsTest {

    @ParameterizedTest
    @ValueSource(strings = { "2m", "2048k", "2097152", "256M", "99999999g" })
    void aHeap(String heap) {
        assertThat(PoolBounds.isHeap(heap)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "m", "0", "64", "2047k", "2097151", "1m", "2t", "-2m", "2 m", "999999999g", "lots" })
    void isNone(String heap) {
        assertThat(PoolBounds.isHeap(heap)).isFalse();
    }
}
