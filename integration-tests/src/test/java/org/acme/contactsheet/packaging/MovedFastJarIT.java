package org.acme.contactsheet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a folder that the build does not know, with a space in its name, that nobody may write to. */
class MovedFastJarIT extends ProcessTests {

    @TempDir
    static Path volume;

    private Path moved;
    private Map<String, String> before;

    @Override
    Path jar() throws IOException {
        if (moved == null) {
            Path built = Path.of(System.getProperty("fast-jar"));
            assertThat(built.resolve("quarkus-run.jar")).isRegularFile();
            moved = volume.resolve("another place/app");
            Files.createDirectories(moved.getParent());
            copy(built, moved);
            writable(false);
            before = contents();
        }
        return moved.resolve("quarkus-run.jar");
    }

    @Test
    void theFolderStaysAsItWas() throws Exception {
        client().get("squares");

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void nothingIsTakenFromWhereItWasBuilt() throws Exception {
        client().get("squares");
        String built = Path.of(System.getProperty("fast-jar")).toRealPath().toString();

        assertThat(processes()).hasSizeGreaterThan(1);
        for (ProcessHandle each : processes()) {
            Path process = Path.of("/proc/" + each.pid());
            assertThat(Files.readString(process.resolve("cmdline"))).contains(moved.toString()).doesNotContain(built);
            assertThat(Files.readString(process.resolve("environ"))).doesNotContain(built);
            assertThat(Files.readString(process.resolve("maps"))).doesNotContain(built);
            try (Stream<Path> open = Files.list(process.resolve("fd"))) {
                assertThat(open.map(MovedFastJarIT::target)).noneMatch(file -> file.startsWith(built));
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @AfterAll
    void letItBeDeleted() throws IOException {
        writable(true);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void writable(boolean writable) throws IOException {
        try (Stream<Path> files = Files.walk(moved)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(file.toFile().setWritable(writable)).as("%s writable: %s", file, writable).isTrue();
            }
        }
    }

    /** Name, size and time of each file: root may write whatever the permissions say. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(moved)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                contents.put(file.toString(), Files.size(file) + " bytes of " + Files.getLastModifiedTime(file));
            }
        }
        return contents;
    }
}
