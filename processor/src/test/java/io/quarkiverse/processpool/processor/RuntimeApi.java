package io.quarkiverse.processpool.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The runtime as far as generated code sees it, compiled from its real sources: the processor is built before the runtime, and
 * may not depend on it.
 */
final class RuntimeApi {

    private static final Path SOURCES = Path.of("../runtime/src/main/java/io/quarkiverse/processpool");
    private static final Path STUBS = Path.of("src/test/resources/stubs");

    /** The folder with its classes. */
    static final Path CLASSES = compile();

    private RuntimeApi() {
    }

    private static Path compile() {
        try {
            Path classes = Files.createDirectories(Path.of("target/runtime-api"));
            List<Path> sources = new ArrayList<>(List.of(SOURCES.resolve("InProcessPool.java"), SOURCES.resolve("Task.java"),
                    SOURCES.resolve("StreamTask.java"),
                    SOURCES.resolve("WorkerInit.java"), SOURCES.resolve("WorkerExit.java")));
            sources.addAll(javaFiles(SOURCES.resolve("wire")));
            sources.addAll(javaFiles(SOURCES.resolve("worker")));
            sources.addAll(javaFiles(STUBS));
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
                Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
                List<String> options = List.of("-d", classes.toString(), "-proc:none", "--release", "17", "-Xlint:none");
                if (!javac.getTask(null, files, null, options, null, units).call()) {
                    throw new IllegalStateException("the sources of the runtime do not compile: " + sources);
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
