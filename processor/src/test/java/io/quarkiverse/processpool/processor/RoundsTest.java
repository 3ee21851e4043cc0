package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

import org.junit.jupiter.api.Test;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;

/** How the processor works together with javac, with build tools and with other processors. */
class RoundsTest {

    private static final JavaFileObject USER = JavaFileObjects.forSourceLines("org.acme.User", "package org.acme;",
            "public class User {", "  @io.quarkiverse.processpool.InProcessPool",
            "  public static Later later(Later x) { return x; }", "}");
    private static final JavaFileObject BAD = JavaFileObjects.forSourceLines("org.acme.Bad", "package org.acme;",
            "class Bad {", "  @io.quarkiverse.processpool.InProcessPool", "  static void in(Thread x) {}", "}");
    private static final JavaFileObject GOOD = JavaFileObjects.forSourceLines("org.acme.Good", "package org.acme;",
            "class Good {", "  @io.quarkiverse.processpool.InProcessPool", "  static void in(int x) {}", "}");

    @Test
    void waitsForTypesOfOtherProcessors() {
        Compilation compilation = Fixtures.compiler(List.of()).withProcessors(new InProcessPoolProcessor(), new LaterWriter())
                .compile(USER);

        assertThat(compilation.errors()).isEmpty();
        assertThat(names(compilation)).contains("UserTasks.java", "UserWorker.java");
    }

    @Test
    void oneBadClassDoesNotKeepTheOthersFromBeingWritten() {
        RecordingFiler filer = new RecordingFiler();
        Compilation compilation = Fixtures.compiler(List.of()).withProcessors(filer.recorded()).compile(BAD, GOOD);

        assertThat(compilation.errors()).singleElement()
                .satisfies(error -> assertThat(error.getMessage(Locale.ROOT)).startsWith("[PP-101]"));
        assertThat(filer.written).containsExactly("org.acme.GoodTasks [org.acme.Good]", "org.acme.GoodWorker [org.acme.Good]");
    }

    @Test
    void whatIsWrittenForAClassOriginatesFromThatClassAlone() {
        RecordingFiler filer = new RecordingFiler();
        List<JavaFileObject> sources = new ArrayList<>();
        Fixtures.in("good").forEach(file -> sources.add(Fixtures.source(file)));
        Compilation compilation = Fixtures.compiler(List.of()).withProcessors(filer.recorded()).compile(sources);

        assertThat(compilation.errors()).isEmpty();
        assertThat(filer.written).contains("org.acme.SquaresTasks [org.acme.Squares]",
                "org.acme.Outer_PDFReaderWorker [org.acme.Outer.PDFReader]").doesNotHaveDuplicates()
                .hasSize(Fixtures.in("expected").size());
    }

    @Test
    void whatIsWrittenForAClassDoesNotDependOnTheOthers() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        Fixtures.in("good").forEach(file -> sources.add(Fixtures.source(file)));
        for (JavaFileObject together : Fixtures.compile(sources).generatedSourceFiles()) {
            String name = name(together);
            String content = together.getCharContent(true).toString();
            assertThat(Fixtures.ROOT.resolve("expected/" + name)).hasContent(content);
        }
    }

    @Test
    void gradleIsToldThatItIsIsolating() throws IOException {
        try (var in = getClass().getResourceAsStream("/META-INF/gradle/incremental.annotation.processors")) {
            assertThat(new String(in.readAllBytes()).strip())
                    .isEqualTo(InProcessPoolProcessor.class.getName() + ",isolating");
        }
    }

    private static List<String> names(Compilation compilation) {
        return compilation.generatedSourceFiles().stream().map(RoundsTest::name).toList();
    }

    private static String name(JavaFileObject file) {
        String path = file.toUri().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Writes a record that sources refer to before it exists. */
    private static final class LaterWriter extends AbstractProcessor {

        private boolean isDone;

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!isDone) {
                isDone = true;
                try (Writer out = processingEnv.getFiler().createSourceFile("org.acme.Later").openWriter()) {
                    out.write("package org.acme; public record Later(int x) {}");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }
    }

    /** Notes which elements the processor names as the origin of a file. */
    private static final class RecordingFiler {

        private final List<String> written = new ArrayList<>();

        private ProcessorElsewhere recorded() {
            return new ProcessorElsewhere(environment -> {
                Filer filer = around(environment.getFiler());
                return ProcessorElsewhere.replacing(ProcessingEnvironment.class, environment, "getFiler", arguments -> filer);
            });
        }

        private Filer around(Filer filer) {
            return ProcessorElsewhere.replacing(Filer.class, filer, "createSourceFile", arguments -> {
                Element[] origins = (Element[]) arguments[1];
                written.add(arguments[0] + " " + Arrays.toString(origins));
                return filer.createSourceFile((CharSequence) arguments[0], origins);
            });
        }
    }
}
