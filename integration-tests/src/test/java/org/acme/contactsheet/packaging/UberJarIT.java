package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** All in one file. */
class UberJarIT extends ProcessTests {

    @Override
    Path jar() {
        Path jar = Path.of(System.getProperty("uber-jar"));
        assertThat(jar).isRegularFile();
        return jar;
    }
}
