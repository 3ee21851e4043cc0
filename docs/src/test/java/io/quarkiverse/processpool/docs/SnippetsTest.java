package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The Java that is shown is Java that this module has compiled. */
class SnippetsTest {

    private static final String RUN = "mvn -B -DskipTests package && java -jar";

    private static final Pattern README_JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final Pattern PAGE_JAVA = Pattern.compile("(?m)^\\[source,java[^\\]]*]\\n(?:\\.[^\\n]*\\n)?(.*)\\n(.*)");

    @Test
    void pagesIncludeTheirJava() {
        List<String> typed = new ArrayList<>();
        int found = 0;
        for (Path page : Tree.files(Tree.PAGES, ".adoc")) {
            Matcher block = PAGE_JAVA.matcher(Tree.read(page));
            while (block.find()) {
                found++;
                if (!block.group(1).equals("----")
                        || !block.group(2).matches("include::(\\{examplesdir}|\\{partialsdir}/generated)/.*")) {
                    typed.add(Tree.name(page) + ": " + block.group());
                }
            }
        }
        assertThat(found).as("Java blocks").isPositive();
        assertThat(typed).as("Java that is not included from an example").isEmpty();
    }

    @Test
    void javaOfTheReadmeIsCompiled() {
        String compiled = compiledSources();
        List<String> pieces = new ArrayList<>();
        Matcher block = README_JAVA.matcher(readme());
        while (block.find()) {
            pieces.addAll(List.of(block.group(1).split("\\n\\s*(?:(?://)?\\s*…[^\\n]*)?\\n")));
        }
        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(pieces).as("pieces of the README that are in no compiled source")
                .filteredOn(piece -> !compiled.contains(withoutLayout(piece))).isEmpty();
    }

    /** The generated sources that a page shows are copies, because Antora cannot include from a target folder. */
    @Test
    void generatedSourcesOnPagesAreWhatTheProcessorWrites() {
        List<Path> copies = Tree.files(Tree.MODULE.resolve("partials/generated"), ".java");
        assertThat(copies).isNotEmpty();
        for (Path copy : copies) {
            Path generated = Tree.ROOT.resolve("docs/target/generated-sources/annotations/org/acme")
                    .resolve(copy.getFileName());
            Golden.assertSame(copy, Tree.read(generated));
        }
    }

    @Test
    void readmeFitsOneScreenBeforeItsFirstLink() {
        List<String> lines = readme().lines().toList();
        int firstLink = 0;
        while (firstLink < lines.size() && !lines.get(firstLink).contains("](")) {
            firstLink++;
        }
        assertThat(firstLink).isLessThanOrEqualTo(60);
    }

    @Test
    void readmeHasOneLineThatRunsTheDemo() {
        assertThat(readme().lines().filter(line -> line.startsWith(RUN))).hasSize(1)
                .allMatch(line -> line.endsWith("integration-tests/target/quarkus-app/quarkus-run.jar"));
    }

    @Test
    void readmeHasTheVersionOfTheBuild() {
        assertThat(readme()).contains("<version>" + System.getProperty("project.version") + "</version>");
    }

    private static String compiledSources() {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("docs/modules/ROOT/examples", "docs/target/generated-sources/annotations")) {
            for (Path source : Tree.files(Tree.ROOT.resolve(folder), ".java")) {
                all.append(withoutLayout(Tree.read(source).replaceAll("(?m)^\\s*// (?:tag|end)::.*\\n", "")));
            }
        }
        return all.toString();
    }

    private static String readme() {
        return Tree.read(Tree.ROOT.resolve("README.md"));
    }

    private static String withoutLayout(String java) {
        return java.replaceAll("\\s+", "");
    }
}
