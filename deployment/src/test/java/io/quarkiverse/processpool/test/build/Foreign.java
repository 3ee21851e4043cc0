package io.quarkiverse.processpool.test.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

import io.quarkiverse.processpool.test.Apps;

/** A class that comes from another compilation than the rest, as that of a library does. */
final class Foreign {

    private Foreign() {
    }

    /** Compiles the source, with the annotation processor, into the archive; adds the classes as they are. */
    static void compileInto(JavaArchive archive, String name, String source, Class<?>... classes) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "foreign");
            compile(folder, name, source);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                    archive.add(new ByteArrayAsset(Files.readAllBytes(file)), folder.relativize(file).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Apps.of(classes).accept(archive);
        archive.addClasses(Foreign.class, Refusal.class);
    }

    static void compile(Path folder, String name, String source) throws IOException {
        Path file = folder.resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            boolean compiled = compiler.getTask(null, files, null, List.of("-Xlint:none"), null, files.getJavaFileObjects(file))
                    .call();
            if (!compiled) {
                throw new AssertionError("The test's own source does not compile");
            }
        }
    }
}
