package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * Each link, image, anchor and include leads somewhere. Asciidoctor renders one page at a time and cannot see whether another
 * page has the anchor of a link; and Antora resolves some names differently.
 */
class ReferencesTest {

    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("<(?:a|img|link)\\b[^>]*?\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern NAV_ENTRY = Pattern.compile("(?m)^\\*+ xref:([^#\\[]+)(?:#([^\\[]+))?\\[[^\\]]+]$");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include::([^\\[]+)\\[");
    private static final Pattern XREF = Pattern.compile("xref:([^\\[\\s]+)\\[([^\\]]*)]");

    @Test
    void everyPageWasRendered() {
        List<String> expected = pages();
        assertThat(expected).isNotEmpty();
        assertThat(expected).allSatisfy(page -> assertThat(html(page)).isRegularFile());
    }

    @Test
    void linksOfPagesLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (String page : pages()) {
            Matcher link = LINK.matcher(Tree.read(html(page)));
            while (link.find()) {
                if (!resolves(page, link.group(1))) {
                    broken.add(page + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean resolves(String page, String link) {
        if (link.matches("(https|mailto|data):.*")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? html(page) : Tree.HTML.resolve(parts[0]);
        return Files.isRegularFile(file) && (parts.length == 1 || ids(file).contains(parts[1]));
    }

    private static Set<String> ids(Path html) {
        Set<String> ids = new HashSet<>();
        Matcher id = ID.matcher(Tree.read(html));
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }

    @Test
    void navigationHasEveryPageOnce() {
        List<String> entries = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        String nav = Tree.read(Tree.MODULE.resolve("nav.adoc"));
        Matcher entry = NAV_ENTRY.matcher(nav);
        while (entry.find()) {
            if (entry.group(2) == null) {
                entries.add(entry.group(1));
            } else if (!resolves("index.adoc", entry.group(1).replace(".adoc", ".html") + '#' + entry.group(2))) {
                broken.add(entry.group());
            }
        }
        assertThat(entries).containsExactlyInAnyOrderElementsOf(pages());
        assertThat(broken).isEmpty();
        assertThat(nav.lines().filter(line -> !line.isBlank())).as("lines of the navigation that are no entries")
                .allMatch(line -> NAV_ENTRY.matcher(line).matches());
    }

    /** Antora gives an empty link the title of its page, Asciidoctor the name of the file. */
    @Test
    void crossReferencesNamePagesAndHaveText() {
        List<String> broken = new ArrayList<>();
        for (String page : pages()) {
            Matcher xref = XREF.matcher(Tree.read(Tree.PAGES.resolve(page)));
            while (xref.find()) {
                String target = xref.group(1).split("#")[0];
                if (xref.group(2).isBlank() || !target.isEmpty() && !pages().contains(target)) {
                    broken.add(page + " -> " + xref.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** Antora cannot include what is outside the families of its module. */
    @Test
    void includesStayInTheModule() {
        List<String> broken = new ArrayList<>();
        for (String page : pages()) {
            Matcher include = INCLUDE.matcher(Tree.read(Tree.PAGES.resolve(page)));
            while (include.find()) {
                Path file = Tree.PAGES.resolve(include.group(1).replace("{examplesdir}", "../examples")
                        .replace("{partialsdir}", "../partials")).normalize();
                if (!include.group(1).matches("\\{(examples|partials)dir}/.*") || !Files.isRegularFile(file)
                        || !file.startsWith(Tree.MODULE)) {
                    broken.add(page + " -> " + include.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void linksBetweenFilesOfTheRootLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
            Matcher link = MARKDOWN_LINK.matcher(Tree.read(Tree.ROOT.resolve(name)));
            while (link.find()) {
                String target = link.group(1).split("#")[0];
                if (!target.startsWith("https:") && !Files.exists(Tree.ROOT.resolve(target))) {
                    broken.add(name + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** The attributes are given twice: Antora reads antora.yml, the build the pom. */
    @Test
    void antoraHasTheVersionsOfTheBuild() {
        assertThat(Tree.read(Tree.ROOT.resolve("docs/antora.yml")))
                .contains("project-version: " + System.getProperty("project.version"))
                .contains("quarkus-version: " + System.getProperty("quarkus.version"));
    }

    private static List<String> pages() {
        return Tree.files(Tree.PAGES, ".adoc").stream().map(file -> Tree.PAGES.relativize(file).toString()).toList();
    }

    private static Path html(String page) {
        return Tree.HTML.resolve(page.replace(".adoc", ".html"));
    }
}
