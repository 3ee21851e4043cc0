package io.quarkiverse.processpool.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;

/** The sources under {@code src/test/resources/fixtures}, and the compiler that they are given to. */
final class Fixtures {

    static final Path ROOT = Path.of("src/test/resources/fixtures");

    private Fixtures() {
    }

    static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JavaFileObject source(Path file) {
        try {
            return JavaFileObjects.forResource(file.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Compilation compile(Path file, String... options) {
        return compile(List.of(source(file)), options);
    }

    static Compilation compile(List<JavaFileObject> sources, String... options) {
        List<String> all = new ArrayList<>(List.of("--release", "17"));
        all.addAll(List.of(options));
        return compiler(all).withProcessors(new InProcessPoolProcessor()).compile(sources);
    }

    static Compiler compiler(List<String> options) {
        return Compiler.javac().withClasspath(List.of(RuntimeApi.CLASSES.toFile())).withOptions(options);
    }
}
