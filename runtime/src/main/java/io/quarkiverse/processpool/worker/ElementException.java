package io.quarkiverse.processpool.worker;

/** Worker side: an element of a stream cannot be sent. Thrown through the code of the stream, which ends it. */
final class ElementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param index of the element, from 0 */
    ElementException(long index, Throwable cause) {
        super("element ".concat(Long.toString(index)), cause);
    }
}
