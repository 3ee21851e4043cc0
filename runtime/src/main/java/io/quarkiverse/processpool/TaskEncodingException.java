package io.quarkiverse.processpool;

/** An argument or a result could not be turned into bytes, or back. The worker is not affected. */
public final class TaskEncodingException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    /** Made by a pool; and by tests of code that handles it. */
    public TaskEncodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
