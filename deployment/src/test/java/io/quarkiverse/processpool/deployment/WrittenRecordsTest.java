package io.quarkiverse.processpool.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.wire.WrittenFor;

class WrittenRecordsTest {

    interface Named {
    }

    record Point(int x, int y) {
    }

    record Wide<T, N extends Number & Comparable<N>, S extends N>(T any, N number, S same, T[] anys, List<? extends T> list,
            Map<String, int[][]>[] maps, AbstractMap.SimpleEntry<String, int[]> entry, Point[][] points, String... texts) {
    }

    static class Shapes {
        @InProcessPool
        static int sum(Wide<String, Integer, Integer> wide) {
            return wide.texts().length;
        }
    }

    @WrittenFor({ "io.quarkiverse.processpool.deployment.WrittenRecordsTest.Point(int y, int x)",
            "io.quarkiverse.processpool.deployment.WrittenRecordsTest.Named(int x)", "org.acme.Gone(int x)" })
    static class Old {
    }

    /** What the annotation processor writes is what is read here, for all that a component can be. */
    @Test
    void whatTheProcessorHasWrittenIsWhatIsThere() throws Exception {
        Class<?> generated = Class.forName(Shapes.class.getName().replace('$', '_') + "Tasks");
        Index index = Index.of(generated, Point.class); // and not the other
        ClassInfo tasks = index.getClassByName(generated);

        assertThat(tasks.declaredAnnotation(WrittenFor.class).value().asStringArray()).hasSize(2);
        assertThat(new WrittenRecords(index, getClass().getClassLoader()).changed(tasks)).isEmpty();
    }

    @Test
    void anotherOrderIsAnotherRecord() throws Exception {
        Index index = Index.of(Old.class, Point.class, Named.class);

        assertThat(new WrittenRecords(index, getClass().getClassLoader()).changed(index.getClassByName(Old.class)))
                .extracting(changed -> changed.then().replaceFirst(".*\\.", ""), WrittenRecords.Changed::now).containsExactly(
                        tuple("Point(int y, int x)",
                                "io.quarkiverse.processpool.deployment.WrittenRecordsTest.Point(int x, int y)"),
                        tuple("Named(int x)", null));
    }
}
