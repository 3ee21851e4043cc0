package io.quarkiverse.processpool.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.jandex.DotName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of the pool of a class, by the rule of the annotation processor. */
class PoolNamesTest {

    @ParameterizedTest
    @CsvSource({ "org.acme.Squares, squares", "org.acme.ImageTools, image-tools", "org.acme.PDFReader, pdf-reader",
            "org.acme.Mp3Reader, mp3-reader", "org.acme.HTTP2Client, http2-client", "org.acme.Outer$Inner, outer-inner",
            "org.acme.snake_Case, snake-case", "org.acme._Hidden, hidden", "NoPackage, no-package" })
    void isKebabCase(String className, String pool) {
        assertThat(PoolNames.of(DotName.createSimple(className))).isEqualTo(pool);
    }

    @ParameterizedTest
    @CsvSource({ "org.acme.Squares, org.acme.SquaresTasks", "org.acme.Outer$Inner, org.acme.Outer_InnerTasks",
            "NoPackage, NoPackageTasks" })
    void generatedClasses(String className, String generated) {
        assertThat(MarkedMethodBuildItem.generated(DotName.createSimple(className), "Tasks")).hasToString(generated);
    }
}
