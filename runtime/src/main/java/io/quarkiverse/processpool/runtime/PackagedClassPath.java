package io.quarkiverse.processpool.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The class path of workers of a packaged application, found from where this class was loaded.
 * <p>
 * A fast-jar has a folder of its own, of which nothing is on the class path that the JVM knows:
 *
 * <pre>
 * quarkus/transformed-bytecode.jar    what Quarkus changed
 * quarkus/generated-bytecode.jar      what Quarkus wrote
 * app/*.jar                           the application
 * lib/main/*.jar, lib/boot/*.jar      its dependencies, this jar among them
 * </pre>
 *
 * All else (an uber-jar, a legacy jar with its {@code Class-Path}) is what the JVM was started with.
 */
public final class PackagedClassPath {

    private PackagedClassPath() {
    }

    static List<Path> ofThisApplication(String providers) {
        return of(ownJar(), System.getProperty("java.class.path", ""), providers);
    }

    /**
     * @param ownJar the jar of this extension, null if that is unknown
     * @param javaClassPath what the JVM was started with
     * @param providers the directory of the user's own jars within the folder of a fast-jar, or null
     */
    static List<Path> of(Path ownJar, String javaClassPath, String providers) {
        Path root = ownJar == null ? null : folderOfFastJar(ownJar);
        return root == null ? ofJvm(ownJar, javaClassPath) : ofFastJar(root, ownJar, providers);
    }

    private static Path folderOfFastJar(Path ownJar) {
        Path group = ownJar.getParent();
        Path lib = group == null ? null : group.getParent();
        Path root = lib == null ? null : lib.getParent();
        return root != null && Files.exists(root.resolve("quarkus/generated-bytecode.jar")) ? root : null;
    }

    /**
     * That of a fast-jar, wherever it is.
     *
     * @param root the folder of the fast-jar
     * @param ownJar the jar of this extension in there
     * @param providers the directory of the user's own jars within the folder, or null
     */
    public static List<Path> ofFastJar(Path root, Path ownJar, String providers) {
        Set<Path> entries = new LinkedHashSet<>();
        Path transformed = root.resolve("quarkus/transformed-bytecode.jar");
        if (Files.exists(transformed)) {
            entries.add(transformed);
        }
        entries.add(root.resolve("quarkus/generated-bytecode.jar"));
        entries.addAll(jars(root.resolve("app")));
        // Every worker needs this jar: found early, it saves the opening of those before it.
        entries.add(ownJar);
        entries.addAll(jars(root.resolve("lib/main")));
        entries.addAll(jars(root.resolve("lib/boot")));
        if (providers != null) {
            entries.addAll(jars(root.resolve(providers)));
        }
        return List.copyOf(entries);
    }

    private static List<Path> ofJvm(Path ownJar, String javaClassPath) {
        Set<Path> entries = new LinkedHashSet<>();
        for (String entry : javaClassPath.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath());
            }
        }
        if (ownJar != null) {
            entries.add(ownJar.toAbsolutePath());
        }
        return List.copyOf(entries);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The class path of the workers cannot be read from " + folder, e);
        }
    }

    private static Path ownJar() {
        CodeSource source = PackagedClassPath.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null || !"file".equals(source.getLocation().getProtocol())) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return Path.of(source.getLocation().getPath());
        }
    }
}
