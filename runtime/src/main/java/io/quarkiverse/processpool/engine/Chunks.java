package io.quarkiverse.processpool.engine;

/** Parent side: how the tasks of one run of a stream come to where they are run. */
interface Chunks<R> {

    /** An empty chunk. */
    Chunk<R> next(LookAheadRun<?, R> run);

    /** How many items may be under way or wait for the subscriber at the moment. */
    int lookAhead();

    /** How many of them, at the moment, before any result has left. */
    int atOnce();

    /** What that may become. */
    int mostAhead();
}
