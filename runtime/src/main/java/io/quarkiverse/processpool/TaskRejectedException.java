package io.quarkiverse.processpool;

/** The queue of the pool is full. Nothing was sent; submit again later, or raise {@code queue-size}. */
public final class TaskRejectedException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public TaskRejectedException(String message) {
        super(message, null);
    }
}
