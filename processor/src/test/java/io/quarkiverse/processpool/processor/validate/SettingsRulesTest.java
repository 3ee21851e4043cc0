package io.quarkiverse.processpool.processor.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** The annotation may say what configuration and code may say. */
class SettingsRulesTest {

    @Test
    void theBoundsAreThoseOfTheRuntime() {
        assertThat(Path.of("../runtime/src/main/java/io/quarkiverse/processpool/engine/PoolBounds.java")).content()
                .contains("MOST_WORKERS = " + String.format("%,d", SettingsRules.MAX_WORKERS).replaceAll("\\D", "_") + ";")
                .contains("Pattern.compile(\"" + SettingsRules.POOL_NAME + "\")");
    }
}
