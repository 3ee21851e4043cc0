package io.smallrye.mutiny;

/** As much of Mutiny's type as generated code uses; the processor may not depend on the real one. */
public interface Uni<T> {

    Await<T> await();

    interface Await<T> {
        T indefinitely();
    }

    static <T> Uni<T> of(T value) {
        return () -> () -> value;
    }
}
