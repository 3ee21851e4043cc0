package io.quarkiverse.processpool.engine;

/** Parent side: the elements of one stream that runs, for one thread at a time. */
interface Elements<R> {

    /** The next element, or null if none is there now. */
    R poll();

    /** Whether no element will come any more, and all that came were taken. */
    boolean isOver();

    /** Why it is over, or null if the stream has come to its end. */
    Throwable failure();

    /** Nobody wants more. From any thread. */
    void cancel();

    /** Begins a stream. */
    interface Opening<R> {

        /** @param arrival is told, on any thread, when something has come; must not wait */
        Elements<R> open(Runnable arrival);
    }
}
