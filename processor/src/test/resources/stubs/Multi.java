package io.smallrye.mutiny;

import java.util.stream.Stream;

/** As much of Mutiny's type as generated code uses; the processor may not depend on the real one. */
public interface Multi<T> {

    Subscribe<T> subscribe();

    interface Subscribe<T> {
        Stream<T> asStream();
    }
}
