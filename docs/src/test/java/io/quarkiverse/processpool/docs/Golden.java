package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the source tree that is made by the build and kept there. {@code -Dgolden.update=true} writes it anew. */
final class Golden {

    private Golden() {
    }

    static void assertSame(Path kept, String made) {
        if (Boolean.getBoolean("golden.update")) {
            try {
                Files.createDirectories(kept.getParent());
                Files.writeString(kept, made);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(kept).as("%s: run with -Dgolden.update=true to write it anew", Tree.name(kept)).hasContent(made);
    }
}
