package io.quarkiverse.processpool.wire;

/** Both sides: a value that cannot be written, or bytes that are no value of the expected type. Costs one call, no worker. */
public final class EncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EncodingException(String message) {
        super(message);
    }

    public EncodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
