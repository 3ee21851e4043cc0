package io.quarkiverse.processpool.test.devmode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.test.devmode.app.Label;
import io.quarkiverse.processpool.test.devmode.app.LabelResource;
import io.quarkiverse.processpool.test.devmode.app.Labels;
import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode compiles what was edited, and not the class with the marked method that takes an edited record. */
class ChangedRecordTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.withConfiguration("", Label.class, Labels.class, LabelResource.class);

    /** The record still has a constructor that fits the generated code: without a check, what was sent would be lost. */
    @Test
    void aRecordWithANewComponentIsNotSentInParts() {
        assertThat(DevMode.get("/label")).isEqualTo("Label[size=1, text=x]");

        APP.modifySourceFile(Label.class,
                source -> source.replace("(int size, String text)", "(int size, String text, String more)")
                        .replace("    // more", """
                                public Label(int size, String text) {
                                    this(size, text, "default");
                                }
                                """));
        APP.modifySourceFile(LabelResource.class, source -> source.replace("(1, \"x\")", "(1, \"x\", \"sent\")"));

        assertThat(DevMode.get("/label", 500)).contains("PP-507").contains("LabelsTasks was generated for the record")
                .contains("Label(int size, java.lang.String text)")
                .contains("Label(int size, java.lang.String text, java.lang.String more) now").contains("the next request");

        Assumptions.assumeTrue(Runtime.version().feature() < 23, "the harness cannot run annotation processors on this JDK");
        assertThat(DevMode.get("/label")).isEqualTo("Label[size=1, text=x, more=sent]");
    }
}
