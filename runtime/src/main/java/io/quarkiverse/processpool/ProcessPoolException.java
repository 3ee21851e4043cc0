package io.quarkiverse.processpool;

/** What can go wrong with a task other than what its method throws. */
public abstract sealed class ProcessPoolException extends RuntimeException
        permits TaskLostException, PayloadTooLargeException, RemoteTaskException, TaskEncodingException,
        TaskRejectedException {

    private static final long serialVersionUID = 1L;

    ProcessPoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
