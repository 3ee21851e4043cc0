package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.JavaFileObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.testing.compile.Compilation;

/** What is written for a class is what is under {@code expected}, compiles without a warning, and is the same each time. */
class GeneratedSourcesTest {

    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final Path EXPECTED = Fixtures.ROOT.resolve("expected");

    static Iterable<Path> good() {
        return Fixtures.in("good");
    }

    @ParameterizedTest
    @MethodSource("good")
    void isAsExpected(Path fixture) throws IOException {
        Map<String, String> generated = generate(fixture);
        assertThat(generated).isNotEmpty();
        for (Map.Entry<String, String> source : generated.entrySet()) {
            Path expected = EXPECTED.resolve(source.getKey());
            if (UPDATE) {
                Files.writeString(expected, source.getValue());
            }
            assertThat(expected).as("run with -Dgolden.update=true after a wanted change").hasContent(source.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void compilesWithoutWarnings(Path fixture) {
        // "processing" would complain that no processor claims @Generated, which none can.
        String lint = "-Xlint:all,-processing";
        assertThat(Fixtures.compile(fixture, lint).diagnostics()).isEmpty();

        Compilation atTheLevelOfTheRunningCompiler = Fixtures.compiler(List.of(lint))
                .withProcessors(new InProcessPoolProcessor()).compile(Fixtures.source(fixture));
        assertThat(atTheLevelOfTheRunningCompiler.diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("good")
    void isStable(Path fixture) throws IOException {
        assertThat(generate(fixture)).isEqualTo(generate(fixture));
    }

    @Test
    void everyExpectedFileIsGenerated() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path fixture : Fixtures.in("good")) {
            all.putAll(generate(fixture));
        }
        assertThat(Fixtures.in("expected")).extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(all.keySet());
    }

    @Test
    void methodsComeInTheOrderOfTheirDeclaration() throws IOException {
        String source = generate(Fixtures.ROOT.resolve("good/ImageTools.java")).get("ImageToolsTasks.java");
        assertThat(source).containsSubsequence("Task<ImageTools.Picture> apply(", "> sizes(", "Task<Void> warmUp(",
                "record Apply(", "record Sizes(", "record WarmUp(");
    }

    private static Map<String, String> generate(Path fixture) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (JavaFileObject file : Fixtures.compile(fixture).generatedSourceFiles()) {
            sources.put(Path.of(file.toUri().getPath()).getFileName().toString(), file.getCharContent(true).toString());
        }
        return sources;
    }
}
