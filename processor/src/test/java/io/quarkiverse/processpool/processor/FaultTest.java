package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

import org.junit.jupiter.api.Test;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;

/** A fault of the processor is an error at the method that shows it, and hides nothing. */
class FaultTest {

    private static final JavaFileObject SOURCE = JavaFileObjects.forSourceLines("org.acme.Some", "package org.acme;",
            "class Some {",
            "  @io.quarkiverse.processpool.InProcessPool static void fine() {}",
            "  @io.quarkiverse.processpool.InProcessPool static int odd() { return 0; }",
            "  Forgotten field;",
            "}");
    private static final JavaFileObject OTHER = JavaFileObjects.forSourceLines("org.acme.Other", "package org.acme;",
            "class Other {", "  @io.quarkiverse.processpool.InProcessPool static void in(Thread x) {}", "}");

    @Test
    void isAnErrorAtTheMethodBesideAllOthers() {
        Compilation compilation = Fixtures.compiler(List.of()).withProcessors(new ProcessorElsewhere(FaultTest::onFaultyTypes))
                .compile(SOURCE, OTHER);

        assertThat(compilation.errors()).satisfiesExactlyInAnyOrder(
                fault -> {
                    assertThat(fault.getLineNumber()).isEqualTo(4);
                    assertThat(text(fault))
                            .matches("\\[PP-901\\] The annotation processor failed at Some\\.odd: That is a fault of"
                                    + " quarkus-process-pool-processor of unknown version, not of your code:"
                                    + " java\\.lang\\.IllegalArgumentException: not a valid name: <any>"
                                    + " \\(.*TaskMethodReader\\.result:\\d+.*\\)\\. Please open an issue with .*");
                },
                problem -> assertThat(text(problem)).startsWith("[PP-101] "),
                javac -> assertThat(text(javac)).contains("cannot find symbol").contains("Forgotten"));
    }

    private static String text(Diagnostic<?> diagnostic) {
        return diagnostic.getMessage(Locale.ROOT);
    }

    /** With types that do not want to box. */
    private static ProcessingEnvironment onFaultyTypes(ProcessingEnvironment environment) {
        Types faulty = ProcessorElsewhere.replacing(Types.class, environment.getTypeUtils(), "boxedClass", arguments -> {
            throw new IllegalArgumentException("not a valid name: <any>");
        });
        return ProcessorElsewhere.replacing(ProcessingEnvironment.class, environment, "getTypeUtils", arguments -> faulty);
    }
}
