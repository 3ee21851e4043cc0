package io.quarkiverse.processpool;

import java.io.Serializable;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * One call of a marked method: the method and its arguments, ready to be sent to a worker.
 * <p>
 * Tasks come from the generated factories ({@code SquaresTasks.square(7)}). They are immutable, can be used from any thread and
 * submitted any number of times; each submission is a run of its own.
 *
 * @param <R> what the method returns; {@link Void} for a method that returns nothing
 */
public interface Task<R> extends Callable<R>, Serializable {

    /** Runs the method here, in this process and on this thread. That is how a unit test tests a task. */
    @Override
    R call() throws Exception;

    /** The generated description of the method: its pool, its limits, and how its arguments and results travel. */
    EntryPoint<? extends Task<R>, R> entryPoint();
}
