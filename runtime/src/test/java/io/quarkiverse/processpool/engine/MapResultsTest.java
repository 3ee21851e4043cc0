package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of a map are a list like any other of the caller's own. */
class MapResultsTest {

    private static List<Integer> results(int size) {
        MapResults<Integer> results = new MapResults<>();
        for (int i = 0; i < size; i++) {
            results.makeRoom(i + 1);
            results.store(i, i * 7 % 1000);
        }
        return results.list(size);
    }

    private static List<Integer> expected(int size) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(i * 7 % 1000);
        }
        return list;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 4095, 4096, 4097, 20_000 })
    void itIsThatList(int size) {
        assertThat(results(size)).isEqualTo(expected(size)).hasSameHashCodeAs(expected(size));
        assertThat(results(size).toArray()).isEqualTo(expected(size).toArray());
        assertThat(results(size).stream().mapToInt(i -> i).sum()).isEqualTo(expected(size).stream().mapToInt(i -> i).sum());
        assertThatThrownBy(() -> results(size).get(size)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Index " + size + " of " + size + " results");
        assertThatThrownBy(() -> results(size).get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> results(size).set(size, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 9000 })
    void itCanBeChangedInAllWays(int size) {
        List<Integer> list = results(size);
        List<Integer> model = expected(size);
        Collections.sort(list);
        Collections.sort(model);
        assertThat(list).isEqualTo(model);
        Random random = new Random(size);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(model.size());
            switch (random.nextInt(5)) {
                case 0 -> assertThat(list.set(at, i)).isEqualTo(model.set(at, i));
                case 1 -> {
                    list.add(at, i);
                    model.add(at, i);
                }
                case 2 -> assertThat(list.add(i)).isEqualTo(model.add(i));
                case 3 -> {
                    if (model.size() > 1) {
                        assertThat(list.remove(at)).isEqualTo(model.remove(at));
                    }
                }
                default -> assertThat(list.indexOf(i)).isEqualTo(model.indexOf(i));
            }
        }
        assertThat(list).isEqualTo(model);
        list.removeIf(i -> i % 2 == 0);
        model.removeIf(i -> i % 2 == 0);
        assertThat(list).isEqualTo(model);
        list.clear();
        assertThat(list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 9000 })
    void itIsNotChangedUnderAnIterator(int size) {
        List<Integer> list = results(size);
        Iterator<Integer> iterator = list.iterator();
        iterator.next();
        list.add(1);
        assertThatThrownBy(iterator::next).isInstanceOf(ConcurrentModificationException.class);
    }
}
