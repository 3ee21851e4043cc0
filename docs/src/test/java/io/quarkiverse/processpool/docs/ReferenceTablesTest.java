package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.ProcessPoolException;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FrameType;

/** The tables of the pages have what the code has, no less and no more. */
class ReferenceTablesTest {

    private static final Pattern MESSAGE_ID = Pattern.compile("\"PP-(\\d{3})\"");
    private static final Pattern DOCUMENTED_ID = Pattern.compile("(?m)^\\[#PP-(\\d{3})]$");

    @Test
    void everyMessageHasItsSection() {
        Set<String> inCode = new TreeSet<>();
        for (String module : new String[] { "processor", "deployment" }) {
            for (Path source : Tree.files(Tree.ROOT.resolve(module).resolve("src/main/java"), ".java")) {
                inCode.addAll(all(MESSAGE_ID, Tree.read(source)));
            }
        }
        assertThat(inCode).isNotEmpty();
        assertThat(all(DOCUMENTED_ID, page("errors"))).isEqualTo(inCode);
    }

    /** Those that can be thrown have a section, and all of them a place in the tree. */
    @Test
    void everyExceptionHasItsSection() {
        String errors = page("errors");
        List<Class<?>> family = family(ProcessPoolException.class);
        assertThat(family).hasSizeGreaterThan(15).allSatisfy(type -> assertThat(errors)
                .containsPattern("(?m)^ *" + type.getSimpleName() + "$"));
        assertThat(family).filteredOn(type -> !Modifier.isAbstract(type.getModifiers()))
                .allSatisfy(type -> assertThat(errors).contains("[#" + type.getSimpleName() + "]\n"));
    }

    private static List<Class<?>> family(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type));
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                all.addAll(family(permitted));
            }
        }
        return all;
    }

    @Test
    void everyFieldOfTheReportAndEveryLimitIsInItsTable() {
        assertThat(TaskReport.class.getRecordComponents())
                .allSatisfy(field -> assertThat(page("errors")).contains("\n|`" + field.getName() + "`\n"));
        assertThat(Limit.values())
                .allSatisfy(limit -> assertThat(page("errors")).contains("\n|`" + limit.name() + "`\n"));
    }

    /** A person who has an exception in front of them looks for its name. */
    @Test
    void everyExceptionIsInTheGuide() {
        assertThat(family(ProcessPoolException.class)).filteredOn(type -> !Modifier.isAbstract(type.getModifiers()))
                .allSatisfy(type -> assertThat(page("crashes")).contains(type.getSimpleName()));
    }

    @Test
    void everyExitCodeIsInTheTable() {
        assertThat(ExitCode.values()).isNotEmpty()
                .allSatisfy(exit -> assertThat(page("errors")).contains("|" + exit.code() + " |`" + exit + "`"));
        assertThat(page("errors").lines().filter(line -> line.matches("\\|\\d+ \\|`[A-Z_]+`.*")))
                .hasSize(ExitCode.values().length);
    }

    @Test
    void everyFrameAndStateIsOnTheArchitecturePage() {
        assertThat(Stream.concat(Stream.of(FrameType.values()), Stream.of(WorkerState.values())))
                .allSatisfy(constant -> assertThat(page("architecture")).contains("`" + constant + "`"));
    }

    @Test
    void configurationReferenceIsThatOfTheConfigClasses() {
        Golden.assertSame(Tree.MODULE.resolve("partials/quarkus-process-pool.adoc"),
                Tree.read(Tree.ROOT.resolve("docs/target/config-reference/quarkus-process-pool.adoc")));
    }

    private static String page(String name) {
        return Tree.read(Tree.PAGES.resolve(name + ".adoc"));
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
