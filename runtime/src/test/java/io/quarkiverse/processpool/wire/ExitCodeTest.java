package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a worker ends itself has a number of its own, which no signal and no JVM uses. */
class ExitCodeTest {

    @ParameterizedTest
    @EnumSource
    void theNumberLeadsBackToItsMeaning(ExitCode code) {
        assertThat(ExitCode.of(code.code())).isSameAs(code);
        assertThat(code.meaning()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 134, 137, 139, 143, -1, 256 })
    void othersAreNotOurs(int code) {
        assertThat(ExitCode.of(code)).isNull();
    }

    @Test
    void theyFitBetweenThoseOfShellsAndSignals() {
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates()
                .allMatch(code -> code == 0 || code >= 64 && code < 126);
    }
}
