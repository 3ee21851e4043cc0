package io.quarkiverse.processpool.engine;

/** Parent side: the tasks of one run of a stream that run in this process, one by one. */
record InPlaceChunks<R>(InPlacePool pool, int lookAhead) implements Chunks<R> {

    @Override
    public Chunk<R> next(LookAheadRun<?, R> run) {
        return new InPlaceChunk<>(pool, run);
    }

    @Override
    public int atOnce() {
        return lookAhead;
    }

    @Override
    public int mostAhead() {
        return lookAhead;
    }
}
