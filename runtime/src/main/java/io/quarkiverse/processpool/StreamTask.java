package io.quarkiverse.processpool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * One call of a marked method that returns a {@link Stream}, an {@link java.util.Iterator} or a
 * {@link io.smallrye.mutiny.Multi}: the method and its arguments, ready to be sent to a worker. Its elements come one after the
 * other as the method makes them: {@link ProcessPool#stream}.
 * <p>
 * Like a {@link Task}, it comes from a generated factory, is immutable, and can be used any number of times; each use is a run
 * of its own.
 *
 * @param <R> an element
 */
public interface StreamTask<R> extends Callable<Stream<R>>, Serializable {

    /** Calls the method here, in this process and on this thread. That is how a unit test tests a task. To be closed. */
    @Override
    Stream<R> call() throws Exception;

    /** The generated description of the method: its pool, its limits, and how its arguments and elements travel. */
    EntryPoint<? extends StreamTask<R>, R> entryPoint();
}
