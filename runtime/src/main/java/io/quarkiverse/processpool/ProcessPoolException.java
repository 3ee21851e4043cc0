package io.quarkiverse.processpool;

/** What can go wrong with a task other than what its method throws. */
public abstract sealed class ProcessPoolException extends RuntimeException
        permits PayloadTooLargeException, RemoteTaskException, TaskEncodingException, TaskRejectedException,
        TaskTimeoutException,
        WorkerDiedException, WorkerInitException, WorkerStartException {

    private static final long serialVersionUID = 1L;

    ProcessPoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
