package io.smallrye.mutiny;

import java.util.concurrent.Flow;

/** As much of Mutiny's type as generated code uses; the processor may not depend on the real one. */
public interface Multi<T> extends Flow.Publisher<T> {
}
