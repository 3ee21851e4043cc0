package io.quarkiverse.processpool.engine;

import java.util.concurrent.CancellationException;

/**
 * Parent side: the failure of a task whose pool was terminated before it began. Millions may fail at once, each by an exception
 * of its own: who has terminated the pool stands in the stack of their common cause.
 */
final class NeverBegunException extends CancellationException {

    private static final long serialVersionUID = 1L;

    NeverBegunException(String message, CancellationException termination) {
        super(message);
        initCause(termination);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
