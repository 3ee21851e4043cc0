package io.quarkiverse.processpool.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in the source tree; Maven runs the tests in the folder of the module. */
final class Tree {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Path MODULE = ROOT.resolve("docs/modules/ROOT");
    static final Path PAGES = MODULE.resolve("pages");
    static final Path HTML = ROOT.resolve("docs/target/generated-docs/html");

    private Tree() {
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below the folder with that ending, sorted. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a person would name the file. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
