package io.quarkiverse.processpool.processor.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue is in order, and in the documentation. */
class MessageTest {

    @Test
    void idsAreUniqueAndInOrder() {
        assertThat(Arrays.stream(Message.values()).map(Message::id)).doesNotHaveDuplicates().isSorted()
                .allMatch(id -> id.matches("PP-[1-49]\\d\\d"));
    }

    @ParameterizedTest
    @EnumSource
    void textIsWhole(Message message) {
        String text = message.text("Place", "second", "third.", "fourth", "fifth");

        assertThat(text).startsWith("[" + message.id() + "] ").contains(": ").endsWith(".").doesNotContain("%");
    }

    @ParameterizedTest
    @EnumSource
    void isDocumented(Message message) throws Exception {
        Path page = Path.of("../docs/modules/ROOT/pages/errors.adoc");
        if (Files.exists(page)) {
            assertThat(page).content().contains(message.id());
        }
    }
}
