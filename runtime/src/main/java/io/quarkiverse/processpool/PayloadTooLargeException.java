package io.quarkiverse.processpool;

/** The arguments or the result are larger than one message may be. Nothing of them was sent, and the worker is not affected. */
public final class PayloadTooLargeException extends ProcessPoolException {

    private static final long serialVersionUID = 1L;

    private final long limit;

    /** Made by a pool; and by tests of code that handles it. */
    public PayloadTooLargeException(String message, long limit) {
        super(message, null);
        this.limit = limit;
    }

    /** The largest payload in bytes. */
    public long limit() {
        return limit;
    }
}
