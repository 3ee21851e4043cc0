package io.quarkiverse.processpool.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.processpool.Task;
import io.smallrye.mutiny.tuples.Functions.Function3;
import io.smallrye.mutiny.tuples.Tuple3;

/** Spreads one item over the arguments of a method, as Python's {@code starmap} does. */
final class Arguments {

    private Arguments() {
    }

    static <A, B, R> Function<Map.Entry<? extends A, ? extends B>, Task<R>> two(
            BiFunction<? super A, ? super B, ? extends Task<R>> task) {
        return entry -> task.apply(Objects.requireNonNull(entry, "an item is null").getKey(), entry.getValue());
    }

    static <A, B, C, R> Function<Tuple3<? extends A, ? extends B, ? extends C>, Task<R>> three(
            Function3<? super A, ? super B, ? super C, ? extends Task<R>> task) {
        return tuple -> task.apply(Objects.requireNonNull(tuple, "an item is null").getItem1(), tuple.getItem2(),
                tuple.getItem3());
    }
}
