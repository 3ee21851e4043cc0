package io.quarkiverse.processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The list of CPython's tests says of each where it is ported or why it is not, and there is no other one. */
class CPythonChecklistTest {

    private static final Path CLASSES = classes();

    /** @param there the classes that have it, or why it is left out */
    private record Row(String theirClass, String name, String kind, String there) {

        boolean isLeftOut() {
            return kind.equals("S");
        }

        /** As in {@code PoolTest.test_map}. */
        Stream<String> methods() {
            return Stream.of(there.split(", ")).map(ours -> ours + "." + name);
        }
    }

    private static Path classes() {
        try {
            return Path.of(CPythonChecklistTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(CLASSES.resolve("cpython-tests.txt"))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] fields = line.split(" \\| ");
                assertThat(fields).as(line).hasSize(4);
                rows.add(new Row(fields[0], fields[1], fields[2], fields[3]));
            }
        }
        return rows;
    }

    /** The test methods here that have a name of CPython's. */
    private static List<String> ported() throws IOException, ClassNotFoundException {
        List<String> ported = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.class")).toList()) {
                String name = CLASSES.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()), false,
                        CPythonChecklistTest.class.getClassLoader());
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getName().startsWith("test_")) {
                        assertThat(method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class)).as("%s is a test", method).isTrue();
                        ported.add(type.getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        return ported;
    }

    @Test
    void eachPortedTestIsInTheListWithItsClassAndEachInTheListIsThere() throws Exception {
        List<String> listed = rows().stream().filter(row -> !row.isLeftOut()).flatMap(Row::methods).toList();

        assertThat(listed).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(ported());
    }

    @Test
    void whatIsLeftOutHasAReason() throws Exception {
        assertThat(rows()).filteredOn(Row::isLeftOut).isNotEmpty()
                .allSatisfy(row -> assertThat(row.there()).as(row.name()).contains(" ").endsWith("."));
    }

    @Test
    void eachIsThereOnceAndIsPortedAdaptedOrLeftOut() throws Exception {
        assertThat(rows()).extracting(row -> row.theirClass() + "." + row.name()).doesNotHaveDuplicates();
        assertThat(rows()).extracting(Row::kind).containsOnly("P", "A", "S");
    }
}
