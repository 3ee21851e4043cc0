package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
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
        Compilation compilation = Fixtures.compiler(List.of()).withProcessors(new OnFaultyTypes())
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

    /** The processor, with types that do not want to box. */
    private static final class OnFaultyTypes extends AbstractProcessor {

        private final InProcessPoolProcessor processor = new InProcessPoolProcessor();

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            super.init(environment);
            Types types = environment.getTypeUtils();
            Types faulty = proxy(Types.class, types, "boxedClass", null);
            processor.init(proxy(ProcessingEnvironment.class, environment, "getTypeUtils", faulty));
        }

        private static <T> T proxy(Class<T> type, T real, String replaced, Object answer) {
            return type.cast(Proxy.newProxyInstance(FaultTest.class.getClassLoader(), new Class<?>[] { type },
                    (proxy, method, arguments) -> {
                        if (method.getName().equals(replaced)) {
                            if (answer == null) {
                                throw new IllegalArgumentException("not a valid name: <any>");
                            }
                            return answer;
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return processor.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return processor.getSupportedSourceVersion();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            return processor.process(annotations, round);
        }
    }
}
