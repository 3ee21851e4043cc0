package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;

import io.quarkiverse.processpool.processor.message.Message;

/** Each problem is reported at its line; a fixture says in a comment on the line which are expected there. */
class CompileErrorsTest {

    private static final Pattern ID = Pattern.compile("PP-\\d{3}");

    static Iterable<Path> bad() {
        return Fixtures.in("bad");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void reportsAllProblemsAtTheirLines(Path fixture) throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> lines = Files.readAllLines(fixture);
        for (int i = 0; i < lines.size(); i++) {
            int comment = lines.get(i).indexOf("//");
            Matcher ids = ID.matcher(comment < 0 ? "" : lines.get(i).substring(comment));
            while (ids.find()) {
                expected.add((i + 1) + " " + ids.group());
            }
        }
        List<String> found = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : problems(fixture)) {
            Matcher id = ID.matcher(diagnostic.getMessage(Locale.ROOT));
            assertThat(id.find()).isTrue();
            found.add(diagnostic.getLineNumber() + " " + id.group());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyMessageHasAFixture() {
        Set<String> seen = new TreeSet<>();
        for (Path fixture : Fixtures.in("bad")) {
            for (Diagnostic<?> problem : problems(fixture)) {
                seen.add(problem.getMessage(Locale.ROOT).substring(1, 7));
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(
                EnumSet.complementOf(EnumSet.of(Message.FAULT)).stream().map(Message::id).toList());
    }

    @Test
    @DisplayName("B13 A type that cannot be sent fails the build, which names the method, the parameter and the reason")
    void aMessageSaysWhatWhyAndTheRepair() {
        assertThat(messages("Unsendable")).contains(
                "[PP-101] The parameter 'in' of Unsendable.read(FileInputStream, Object, Open, Plain, CharSequence, Function, Thread,"
                        + " Deque, Future, int) cannot be sent to a worker: java.io.FileInputStream is neither a type that the"
                        + " encoding knows nor Serializable. Only a parameter can be a stream, and is declared as InputStream"
                        + " itself; else send a byte[] or a Path.")
                .anyMatch(message -> message.contains("java.lang.Thread (at Job.thread) is neither"))
                .anyMatch(message -> message.contains("java.io.InputStream (at streams[]) is neither"))
                .anyMatch(message -> message.contains("org.acme.Unsendable.Odd (at Shape as Odd) is neither"))
                .anyMatch(message -> message.contains("has the field Broken.thread, which is not."))
                .contains(
                        "[PP-106] The result of Unsendable.ints() cannot be sent back from a worker: java.util.stream.IntStream"
                                + " is read bit by bit, and its source would stay in the worker. Return a Stream<Integer>, which boxed()"
                                + " gives; or an array, which has no boxes.")
                .contains(
                        "[PP-101] The parameter 'multi' of Unsendable.take(Stream, Iterator, Multi) cannot be sent to a worker:"
                                + " io.smallrye.mutiny.Multi<java.lang.Integer> is neither a type that the encoding knows nor"
                                + " Serializable. A method can return a stream, and take an InputStream: send a List, or make each"
                                + " element a task of its own, with imap.");
        assertThat(messages("Sizes")).containsExactlyInAnyOrder(
                "[PP-405] Sizes.a() gives the pool \"shared\" 2 workers, but Others.a() gives it 3: A pool has one size."
                        + " Say workers at one place only, or give the two methods pools of their own.",
                "[PP-405] Others.a() gives the pool \"shared\" 3 workers, but Sizes.a() gives it 2: A pool has one size."
                        + " Say workers at one place only, or give the two methods pools of their own.");
    }

    @Test
    void whatCannotBeResolvedIsAlsoReportedByTheCompiler() {
        JavaFileObject words = JavaFileObjects.forSourceLines("p.Words", "package p;",
                "public class Words {", "  @io.quarkiverse.processpool.InProcessPool",
                "  public static int count(List<String> words) { return 0; }", "}");
        assertThat(Fixtures.compile(List.of(words)).errors()).extracting(error -> error.getMessage(Locale.ROOT))
                .satisfiesExactlyInAnyOrder(
                        ours -> assertThat(ours)
                                .matches("\\[PP-108\\] The parameter 'words' of Words\\.count\\((\\?|List)\\) has a"
                                        + " type that cannot be resolved: The compiler finds no class for (the name before '<'|List), or more than one\\."
                                        + " Add the import or the dependency, or write the whole name; the compiler's own message says which\\."),
                        javac -> assertThat(javac).contains("cannot find symbol").contains("class List"));
    }

    @Test
    void anAmbiguousNameIsReported() {
        JavaFileObject user = JavaFileObjects.forSourceLines("p.User", "package p;", "import a.*;", "import b.*;",
                "public class User {", "  public record Both(Pair<String> first, Pair<String>[] second) {}",
                "  @io.quarkiverse.processpool.InProcessPool",
                "  public static int count(Both both, Pair<String> pair) { return 0; }", "}");
        assertThat(Fixtures.compile(List.of(user, pair("a"), pair("b"))).errors())
                .extracting(error -> error.getLineNumber() + " " + error.getMessage(Locale.ROOT))
                .filteredOn(error -> error.contains("[PP-")).hasSize(3).allMatch(error -> error.startsWith("7 [PP-108]"));
        assertThat(Fixtures.compile(List.of(user, pair("a"), pair("b"))).errors())
                .anyMatch(error -> error.getMessage(Locale.ROOT).contains("reference to Pair is ambiguous"));
    }

    private static JavaFileObject pair(String name) {
        return JavaFileObjects.forSourceLines(name + ".Pair", "package " + name + ";", "public record Pair<T>(T x) {}");
    }

    @Test
    void aProblemPointsAtTheValueOfTheAnnotation() {
        Path fixture = Fixtures.ROOT.resolve("bad/Values.java");
        assertThat(problems(fixture)).filteredOn(problem -> problem.getMessage(Locale.ROOT).contains("\"a b\""))
                .singleElement().satisfies(problem -> assertThat(problem.getColumnNumber())
                        .isEqualTo("    @InProcessPool(pool = ".length() + 1));
    }

    private static List<String> messages(String fixture) {
        return problems(Fixtures.ROOT.resolve("bad/" + fixture + ".java")).stream()
                .map(problem -> problem.getMessage(Locale.ROOT)).toList();
    }

    private static List<Diagnostic<? extends JavaFileObject>> problems(Path fixture) {
        Compilation compilation = Fixtures.compile(fixture);
        List<Diagnostic<? extends JavaFileObject>> ours = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            if (diagnostic.getMessage(Locale.ROOT).startsWith("[PP-")) {
                ours.add(diagnostic);
            }
        }
        return ours;
    }
}
