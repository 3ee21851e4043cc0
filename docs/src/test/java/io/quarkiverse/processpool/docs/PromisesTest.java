package io.quarkiverse.processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/**
 * Each promise has the tests that show it, found by their display names, or a reason why none does. A display name begins with
 * the numbers of its promises: {@code "B4 …"} or {@code "B4, B23 …"}.
 */
class PromisesTest {

    private static final int LAST = 43;
    private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\"(B\\d+(?:, ?B\\d+)*) ");
    private static final Pattern WHAT_IT_NAMES = Pattern
            .compile("(?m)^[ \\t]*(?:(?:public|protected|private|static|final) )*(?:void|class) (\\w+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|\\[\\[B(\\d+)]]B\\1\\s*\\n\\|.+\\n\\|\\s*\\n"
            + "include::\\{partialsdir}/promises\\.adoc\\[tag=B\\1]$");
    private static final Pattern EXCEPTION = Pattern.compile("(?m)^xref:#B(\\d+)\\[B\\1]:: .+");

    @Test
    void testsOfEachPromise() {
        Golden.assertSame(Tree.MODULE.resolve("partials/promises.adoc"), table(tests()));
    }

    @Test
    void eachPromiseIsOnThePageInOrder() {
        assertThat(found(ROW)).containsExactlyElementsOf(all());
    }

    @Test
    void aPromiseWithoutATestHasAReason() {
        Set<Integer> bare = new TreeSet<>(all());
        bare.removeAll(tests().keySet());
        bare.removeAll(found(EXCEPTION));
        assertThat(bare).as("promises that no test shows, and for which the page gives no reason").isEmpty();
    }

    @Test
    void noTestIsOfAPromiseThatThereIsNot() {
        assertThat(all()).containsAll(tests().keySet());
    }

    /** For each promise the classes, with their module, and the methods, or the class itself where the name is on that. */
    private static SortedMap<Integer, SortedMap<String, Set<String>>> tests() {
        SortedMap<Integer, SortedMap<String, Set<String>>> tests = new TreeMap<>();
        for (String module : List.of("processor", "runtime", "deployment", "test-fixtures", "integration-tests")) {
            for (Path source : Tree.files(Tree.ROOT.resolve(module).resolve("src/test/java"), ".java")) {
                String name = source.getFileName().toString().replace(".java", "");
                String shown = "`" + name + "`" + (module.equals("runtime") ? "" : " in " + module);
                String text = Tree.read(source);
                Matcher displayName = DISPLAY_NAME.matcher(text);
                while (displayName.find()) {
                    Matcher named = WHAT_IT_NAMES.matcher(text).useAnchoringBounds(false)
                            .region(displayName.end(), text.length());
                    assertThat(named.find()).as("a method after %s in %s", displayName.group(), Tree.name(source)).isTrue();
                    for (String number : displayName.group(1).split(", ?")) {
                        tests.computeIfAbsent(Integer.valueOf(number.substring(1)), n -> new TreeMap<>())
                                .computeIfAbsent(shown, c -> new LinkedHashSet<>()).add(named.group(1));
                    }
                }
            }
        }
        return tests;
    }

    private static String table(Map<Integer, ? extends Map<String, Set<String>>> tests) {
        StringBuilder text = new StringBuilder();
        for (int promise : all()) {
            text.append("// tag::B").append(promise).append("[]\n");
            Map<String, Set<String>> classes = tests.get(promise);
            text.append(classes == null ? "none; see xref:#without-a-test[below]"
                    : classes.entrySet().stream().map(each -> each.getKey() + ": " + methods(each.getValue()))
                            .collect(Collectors.joining(" +\n")));
            text.append("\n// end::B").append(promise).append("[]\n");
        }
        return text.toString();
    }

    private static String methods(Set<String> methods) {
        return methods.stream().map(method -> "`" + method + "`").collect(Collectors.joining(", "));
    }

    private static List<Integer> all() {
        return IntStream.rangeClosed(1, LAST).boxed().toList();
    }

    private static List<Integer> found(Pattern pattern) {
        return pattern.matcher(Tree.read(Tree.PAGES.resolve("promises.adoc"))).results()
                .map(each -> Integer.valueOf(each.group(1))).toList();
    }
}
