package io.quarkiverse.processpool.wire;

import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Both sides: the entry point of a method that gives its elements one after the other. What is encoded and decoded as a result
 * is one element.
 *
 * @param <T> the task: a record of the arguments
 * @param <R> an element
 */
public abstract class StreamEntryPoint<T extends Callable<? extends Stream<? extends R>>, R> extends EntryPoint<T, R> {

    /** The same parameters as those of {@link EntryPoint}. */
    protected StreamEntryPoint(String workerClass, String signature, String pool, long timeoutMillis, int retries) {
        super(workerClass, signature, pool, timeoutMillis, retries);
    }

    @Override
    public final boolean isStream() {
        return true;
    }
}
