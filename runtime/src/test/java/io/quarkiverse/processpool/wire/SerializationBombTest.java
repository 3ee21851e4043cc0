package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few kilobytes that would keep the reader busy forever are refused at once. */
class SerializationBombTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static void expectRefused(Set<Object> bomb) {
        byte[] bytes = JavaSerialization.write(bomb, "bomb");
        assertThat(bytes).hasSizeLessThan(1 << 16);
        assertTimeoutPreemptively(AT_ONCE, () -> assertThatThrownBy(() -> JavaSerialization.read(bytes, HashSet.class, null))
                .isInstanceOf(EncodingException.class));
    }

    static Stream<Supplier<Collection<Object>>> kinds() {
        return Stream.of(HashSet::new, ArrayList::new, LinkedList::new);
    }

    /** Each level holds the next one twice, so a hash code of the first visits two to the power of their number. */
    @ParameterizedTest
    @MethodSource("kinds")
    void manyLevels(Supplier<Collection<Object>> kind) {
        Collection<Object> left = kind.get();
        Collection<Object> right = kind.get();
        Set<Object> bomb = new HashSet<>(List.of(left)); // while it is empty, and its hash code is cheap
        for (int level = 0; level < 60; level++) {
            Collection<Object> nextLeft = kind.get();
            Collection<Object> nextRight = kind.get();
            nextLeft.add("differs");
            left.addAll(List.of(nextLeft, nextRight));
            right.addAll(List.of(nextLeft, nextRight));
            left = nextLeft;
            right = nextRight;
        }
        expectRefused(bomb);
    }

    @Test
    void fewLevelsThatAreWide() {
        List<Object> level = new ArrayList<>();
        Set<Object> bomb = new HashSet<>();
        bomb.add(level);
        for (int depth = 0; depth < 6; depth++) {
            List<Object> next = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                level.add(next);
            }
            level = next;
        }
        expectRefused(bomb);
    }

    @Test
    void aChainThatIsTooDeepForTheStack() {
        Link chain = null;
        for (int i = 0; i < 400; i++) {
            chain = new Link(chain);
        }
        byte[] bytes = JavaSerialization.write(chain, "chain");
        assertThatThrownBy(() -> JavaSerialization.read(bytes, Link.class, null)).isInstanceOf(EncodingException.class);
    }

    @Test
    void anArrayThatIsNotThere() {
        byte[] bytes = JavaSerialization.write(new long[] { 1, 2, 3 }, "array");
        int length = bytes.length - 3 * Long.BYTES - Integer.BYTES;
        assertThat(Bits.getInt(bytes, length)).isEqualTo(3);
        Bits.putInt(bytes, length, Integer.MAX_VALUE);
        long taken = Allocation.of(() -> assertThatThrownBy(() -> JavaSerialization.read(bytes, long[].class, null))
                .isInstanceOf(EncodingException.class));
        assertThat(taken).isLessThan(1 << 22);
    }

    @Test
    void whatIsOnlySharedIsNoBomb() {
        List<Object> shared = new ArrayList<>(List.of("a", "b"));
        List<Object> holder = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            holder.add(shared);
        }
        byte[] bytes = JavaSerialization.write(new HashSet<>(List.of(holder)), "set");
        HashSet<?> read = JavaSerialization.read(bytes, HashSet.class, null);
        assertThat(read.toArray()).containsExactly(holder);
    }

    @Test
    void whatIsOnlyLargeIsNoBomb() {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            List<Object> row = new ArrayList<>();
            for (int j = 0; j < 500; j++) {
                row.add(null);
            }
            rows.add(new LinkedList<>(List.of(row)));
        }
        byte[] bytes = JavaSerialization.write(rows, "rows");
        ArrayList<?> read = JavaSerialization.read(bytes, ArrayList.class, null);
        assertThat(read).isEqualTo(rows);
    }

    record Link(Link next) implements Serializable {
    }
}
