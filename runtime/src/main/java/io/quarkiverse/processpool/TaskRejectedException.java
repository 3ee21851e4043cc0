package io.quarkiverse.processpool;

/** The queue of the pool is full. Nothing was sent; submit again later, or raise {@code queue-size}. */
public final class TaskRejectedException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    public TaskRejectedException(String message) {
        super(message, null);
    }
}
