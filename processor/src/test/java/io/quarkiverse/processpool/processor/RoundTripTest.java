package io.quarkiverse.processpool.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;

import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.testing.compile.Compilation;

/** Arguments and results arrive as they were sent. */
class RoundTripTest {

    private static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withComparatorForType(Double::compare, Double.class).withComparatorForType(Float::compare, Float.class).build();

    private static GeneratedClasses classes;

    @BeforeAll
    static void compile() throws Exception {
        List<JavaFileObject> sources = new ArrayList<>();
        for (String folder : List.of("good", "run")) {
            Fixtures.in(folder).forEach(file -> sources.add(Fixtures.source(file)));
        }
        Compilation compilation = Fixtures.compile(sources);
        assertThat(compilation.errors()).isEmpty();
        classes = new GeneratedClasses(compilation);
    }

    static Stream<Arguments> samples() throws Exception {
        if (classes == null) {
            compile();
        }
        List<?> tasks = (List<?>) classes.loadClass("org.acme.TypesSamples").getMethod("tasks").invoke(null);
        List<Arguments> all = new ArrayList<>();
        for (Object task : tasks) {
            TaskCall call = new TaskCall(task);
            all.add(Arguments.of(all.size() + " " + call.signature(), call));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void argumentsAndResult(String name, TaskCall sent) throws Exception {
        byte[] arguments = sent.encodedArguments();
        TaskCall received = sent.withArguments(arguments);

        assertThat(received.task()).usingRecursiveComparison(EXACT).isEqualTo(sent.task());
        assertThat(received.withArguments(received.encodedArguments()).task()).usingRecursiveComparison(EXACT)
                .isEqualTo(sent.task());

        Object result = received.call();
        Object back = sent.decodedResult(received.encodedResult(result));
        assertThat(back).usingRecursiveComparison(EXACT).isEqualTo(sent.call());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void theWorkerFindsTheEntryPoint(String name, TaskCall call) throws Exception {
        Class<?> worker = classes.loadClass(call.workerClass());
        Object entryPoints = worker.getConstructor().newInstance();
        Method find = worker.getMethod("entryPoint", String.class);

        assertThat(find.invoke(entryPoints, call.signature())).isSameAs(call.entryPoint());
        assertThat(find.invoke(entryPoints, "absent()")).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void cutOffBytesAreRefused(String name, TaskCall call) {
        byte[] bytes = call.encodedArguments();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> call.withArguments(cut)).hasMessageNotContaining("OutOfMemory")
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void collectionsKeepTheirOrderAndTheirClass() throws Exception {
        Object maps = arguments("maps(Maps)").values().iterator().next();
        assertThat(maps).extracting("d").isInstanceOf(TreeMap.class);
        assertThat(maps).extracting("a").isInstanceOf(Map.class);
    }

    @Test
    void sortedCollectionWithComparatorIsRefused() throws Exception {
        TreeMap<String, Integer> backwards = new TreeMap<>(java.util.Comparator.reverseOrder());
        backwards.put("a", 1);
        Class<?> maps = classes.loadClass("org.acme.Types$Maps");
        Object value = maps.getDeclaredConstructors()[0].newInstance(null, null, null, backwards, null, null, null);
        TaskCall call = new TaskCall(classes.loadClass("org.acme.TypesTasks").getMethod("maps", maps).invoke(null, value));

        assertThatThrownBy(call::encodedArguments).hasMessage("a TreeMap with a comparator cannot be sent");
    }

    @Test
    void unknownSubtypeIsRefused() throws Exception {
        TaskCall call = samples().map(a -> (TaskCall) a.get()[1]).filter(c -> c.signature().equals("expression(Expression)"))
                .findFirst().orElseThrow();

        assertThatThrownBy(() -> call.withArguments(new byte[] { 9 })).hasMessage("no such kind of Expression");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        Class<?> node = classes.loadClass("org.acme.Types$Node");
        Object chain = null;
        for (int i = 0; i < 1_001; i++) {
            chain = node.getDeclaredConstructors()[0].newInstance(i, chain == null ? null : List.of(chain), null, null);
        }
        TaskCall call = new TaskCall(classes.loadClass("org.acme.TypesTasks").getMethod("node", node).invoke(null, chain));

        assertThatThrownBy(() -> call.withArguments(call.encodedArguments())).hasMessageContaining("nested more than 1000");
    }

    @Test
    void oneInstancePerProcess() throws Exception {
        Method add = classes.loadClass("org.acme.CounterTasks").getDeclaredMethod("add", int.class);
        add.setAccessible(true);
        int first = (int) new TaskCall(add.invoke(null, 1)).call();
        int second = (int) new TaskCall(add.invoke(null, 1)).call();

        assertThat(second).isEqualTo(first + 1);
    }

    private static Map<String, Object> arguments(String signature) throws Exception {
        TaskCall call = samples().map(a -> (TaskCall) a.get()[1]).filter(c -> c.signature().equals(signature)).findFirst()
                .orElseThrow();
        Object task = call.withArguments(call.encodedArguments()).task();
        Map<String, Object> values = new TreeMap<>();
        for (var component : task.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            values.put(component.getName(), accessor.invoke(task));
        }
        return values;
    }
}
