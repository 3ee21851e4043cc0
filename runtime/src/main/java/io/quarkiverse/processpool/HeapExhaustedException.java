package io.quarkiverse.processpool;

/**
 * The task filled the heap of its worker. Its cause is the {@link OutOfMemoryError} with the stack of the worker, which is
 * not used again; there is none if the heap stayed so full that nothing could be said of it. Raise {@code heap}, or give the
 * task less.
 */
public final class HeapExhaustedException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public HeapExhaustedException(String message, TaskReport report, Throwable cause) {
        super(message, report, cause);
    }
}
