package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.ProcessPoolException;
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

    @Test
    void everyExceptionHasItsSection() {
        assertThat(ProcessPoolException.class.getPermittedSubclasses()).isNotEmpty()
                .allSatisfy(type -> assertThat(page("errors")).contains("[#" + type.getSimpleName() + "]\n"));
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
