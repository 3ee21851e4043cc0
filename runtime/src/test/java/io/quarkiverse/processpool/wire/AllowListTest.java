package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By Java serialization travels what was declared, and the JDK's values and collections; all else is refused unread. */
class AllowListTest {

    private static int read;

    @BeforeEach
    void nothingWasRead() {
        read = 0;
    }

    private static <T> T travel(Object value, Class<T> declared, ObjectInputFilter allowed) {
        Encoder out = new Encoder();
        out.writeSerializable(value, "argument value");
        Decoder in = new Decoder(out.toByteArray()).allowing(allowed);
        T back = in.readSerializable(declared, "value");
        in.expectEnd();
        return back;
    }

    private static void expectRefused(Object value, Class<?> declared, Class<?> refused) {
        assertThatThrownBy(() -> travel(value, declared, null)).isInstanceOf(EncodingException.class)
                .hasMessage("value: A " + declared.getName() + " cannot be read: it contains a " + refused.getName()
                        + ", which may not travel. " + (declared.getName().startsWith("java.")
                                ? "Send a record that declares that type, or name it in allowed-classes."
                                : "Declare that type in " + declared.getName()
                                        + ", send a record, or name it in allowed-classes."));
    }

    @Test
    void nullAndTheDeclaredType() {
        assertThat(travel(null, Holder.class, null)).isNull();
        Holder holder = new Holder(new Leaf("a"), List.of(new Leaf("b")), Map.of("k", new Leaf[] { new Leaf("c") }));
        assertThat(travel(holder, Holder.class, null)).isEqualTo(holder);
    }

    static List<Object> ofTheJdk() {
        return List.of(new ArrayList<>(List.of(1, 2L, 'c', true, 1.5, 2.5f, (byte) 3, (short) 4)), Arrays.asList("a", null),
                List.of(), List.of("a"), List.of("a", "b", "c"), Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 2),
                Map.of(1, 2, 3, 4), new HashSet<>(List.of(1)), new TreeSet<>(List.of(1)), new TreeMap<>(Map.of("a", 1)),
                new LinkedList<>(List.of(1)), new BitSet(), EnumSet.of(TimeUnit.DAYS), new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                new Date(5), new UUID(1, 2), URI.create("a:b"), Locale.GERMANY, Instant.EPOCH, BigDecimal.ONE,
                Collections.emptyList(), Collections.emptyMap(), Collections.emptySet(), Collections.singletonList(1),
                Collections.singleton(1), Collections.singletonMap(1, 2),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))), Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))), Collections.nCopies(3, "x"),
                new ConcurrentHashMap<>(Map.of(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("ofTheJdk")
    void whatTheJdkHas(Object value) {
        Object back = travel(new Anything(value, TimeUnit.DAYS), Anything.class, null).value;
        assertThat(back).isEqualTo(value).hasSameClassAs(value);
    }

    @Test
    void arraysOfWhatMayTravel() {
        Object[] arrays = { new int[] { 1, 2 }, new String[] { "a" }, new byte[2][3], new Object[] { 1, "x", null } };
        assertThat((Object[]) travel(new Anything(arrays, null), Anything.class, null).value).isEqualTo(arrays);
        ArrayDeque<?> deque = (ArrayDeque<?>) travel(new Anything(new ArrayDeque<>(List.of(1, 2)), null), Anything.class,
                null).value;
        assertThat(deque.toArray()).containsExactly(1, 2);
    }

    @Test
    void anotherClassIsRefusedByNameBeforeAnyOfItsCodeRuns() {
        expectRefused(new Anything(new Gadget(), null), Anything.class, Gadget.class);
        assertThat(read).isZero();
    }

    @Test
    void itIsRefusedInsideCollectionsAndArraysToo() {
        expectRefused(new ArrayList<>(List.of(new Gadget())), ArrayList.class, Gadget.class);
        expectRefused(new Anything(new Gadget[1], null), Anything.class, Gadget.class);
        expectRefused(new Anything(new HashMap<>(Map.of(new Gadget(), 1)), null), Anything.class, Gadget.class);
        assertThat(read).isZero();
    }

    @Test
    void theAdviceCanBeFollowedIfTheDeclaredTypeIsOneOfTheJdk() {
        expectRefused(new Gadget(), Serializable.class, Gadget.class);
        expectRefused(new AtomicInteger(3), Number.class, AtomicInteger.class);
    }

    @Test
    void aSubclassThatWasNotDeclaredIsRefused() {
        expectRefused(new Holder(new Gadget(), List.of(), Map.of()), Holder.class, Gadget.class);
        assertThat(read).isZero();
    }

    @Test
    void theDeclaredTypeInPlaceOfASubclassOfItsFieldIsNotEnough() {
        assertThatThrownBy(() -> travel(new Leaf("a"), Holder.class, null))
                .isInstanceOfAny(EncodingException.class, ClassCastException.class);
    }

    @Test
    void permittedClassesOfASealedTypeCountAsDeclared() {
        assertThat(travel(new Sealed(new Round(2)), Sealed.class, null).shape).isEqualTo(new Round(2));
    }

    @Test
    void proxiesAreRefused() {
        Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Comparable.class },
                (Handler & Serializable) (self, method, arguments) -> 0);
        assertThatThrownBy(() -> travel(new Anything(proxy, null), Anything.class, filter -> ObjectInputFilter.Status.ALLOWED))
                .isInstanceOf(EncodingException.class).hasMessageContaining("proxies may not travel");
    }

    @Test
    void whatIsConfiguredIsLetIn() {
        ObjectInputFilter configured = ObjectInputFilter.Config
                .createFilter(Gadget.class.getName() + ";" + Leaf.class.getName());
        travel(new Anything(new Gadget(), null), Anything.class, configured);
        assertThat(read).isEqualTo(1);
    }

    @Test
    void whatIsConfiguredDoesNotLetInOthers() {
        ObjectInputFilter configured = ObjectInputFilter.Config.createFilter("org.acme.*");
        assertThatThrownBy(() -> travel(new Anything(new Gadget(), null), Anything.class, configured))
                .isInstanceOf(EncodingException.class).hasMessageContaining(Gadget.class.getName())
                .hasMessageContaining("allowed-classes");
        assertThat(read).isZero();
    }

    @Test
    void whatIsNotSerializableIsNamedWithItsPlace() {
        Encoder out = new Encoder();
        assertThatThrownBy(() -> out.writeSerializable(new Anything(new Object() {
        }, null), "argument value")).isInstanceOf(EncodingException.class)
                .hasMessageStartingWith("The argument value cannot be sent: ")
                .hasMessageContaining(getClass().getName()).hasMessageContaining("is not Serializable");
    }

    @Test
    void aWriterThatFailsIsNoReasonToFailWithoutAPlace() {
        assertThatThrownBy(() -> new Encoder().writeSerializable(new Stubborn(), "result"))
                .isInstanceOf(EncodingException.class)
                .hasMessage("The result cannot be sent: I will not");
    }

    private interface Handler extends InvocationHandler {
    }

    static class Leaf implements Serializable {
        private static final long serialVersionUID = 1L;
        final String name;

        Leaf(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Leaf leaf && leaf.name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name);
        }
    }

    static final class Gadget extends Leaf {
        private static final long serialVersionUID = 1L;

        Gadget() {
            super("gadget");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            read++;
        }
    }

    static final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;
        final Leaf leaf;
        final List<Leaf> leaves;
        final Map<String, ? extends Leaf[]> byName;

        Holder(Leaf leaf, List<Leaf> leaves, Map<String, ? extends Leaf[]> byName) {
            this.leaf = leaf;
            this.leaves = leaves;
            this.byName = byName;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Holder holder && leaf.equals(holder.leaf) && leaves.equals(holder.leaves)
                    && Arrays.equals(byName.get("k"), holder.byName.get("k"));
        }

        @Override
        public int hashCode() {
            return leaf.hashCode();
        }
    }

    static final class Anything implements Serializable {
        private static final long serialVersionUID = 1L;
        final Object value;
        final TimeUnit unit;

        Anything(Object value, TimeUnit unit) {
            this.value = value;
            this.unit = unit;
        }
    }

    sealed interface Shape extends Serializable permits Round, Flat {
    }

    record Round(int radius) implements Shape {
    }

    record Flat() implements Shape {
    }

    static final class Sealed implements Serializable {
        private static final long serialVersionUID = 1L;
        final Shape shape;

        Sealed(Shape shape) {
            this.shape = shape;
        }
    }

    static final class Stubborn implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("I will not");
        }
    }
}
