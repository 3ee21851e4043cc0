package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicReference;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: the chunks of one run of a stream whose tasks go to worker processes. How far it looks ahead, and how many items
 * go together, follows from how long they have taken: there are a few chunks for each worker.
 */
final class EncodedChunks<R> implements Chunks<R> {

    /** While fewer are under way than so many for each worker, one may be about to have nothing to do. */
    private static final int CHUNKS_AHEAD = 2;
    /** That many chunks would fit in the look-ahead: others are filled, or have their results emitted. */
    private static final int CHUNKS_IN_ALL = 2 * CHUNKS_AHEAD;
    /** A chunk takes such a part of the time that one of map does: the first results are waited for. */
    private static final int PART = 4;
    /** In items for each worker: of items that are long, and of those that are short. */
    private static final int AHEAD = 64;
    private static final int MOST_AHEAD = 1024;
    /** The arguments of so many items for each worker have no more bytes than this. */
    private static final int MOST_BYTES_AHEAD = 1 << 20;

    final PoolCore core;
    final WorkerPool pool;
    private final int given;
    private final int most;
    /** What a chunk has left behind that was submitted, or null. */
    private final AtomicReference<Encoder> spare = new AtomicReference<>();
    private volatile int bytes = MOST_BYTES_AHEAD;
    private volatile int perWorker = AHEAD;

    /** @param given how many items may be under way or wait for the subscriber, or 0 to choose as they go */
    EncodedChunks(PoolCore core, WorkerPool pool, int given) {
        this.core = core;
        this.pool = pool;
        this.given = given;
        this.most = given > 0 ? given : MOST_AHEAD * workers();
    }

    @Override
    public Chunk<R> next(LookAheadRun<?, R> run) {
        return new EncodedChunk<>(this, run);
    }

    @Override
    public int lookAhead() {
        return given > 0 ? given : Math.min(most, perWorker * workers());
    }

    @Override
    public int mostAhead() {
        return most;
    }

    private int workers() {
        return core.dispatcher().caretaker().size();
    }

    /** How many tasks of that kind should go together. */
    int good(Pace pace) {
        int good = core.dispatcher().paces().goodChunk(pace);
        long wanted = Math.min((long) good * CHUNKS_IN_ALL, MOST_BYTES_AHEAD / bytes);
        perWorker = (int) Math.max(AHEAD, Math.min(MOST_AHEAD, wanted));
        return Math.max(1, Math.min(good / PART, lookAhead() / (CHUNKS_IN_ALL * workers())));
    }

    /** Whether all workers have enough before them. */
    boolean areEnough(int underWay) {
        return underWay >= CHUNKS_AHEAD * workers();
    }

    Encoder encoder() {
        Encoder left = spare.getAndSet(null);
        return left == null ? core.ticketing().newEncoder() : left;
    }

    /** Those tasks have so many bytes together. */
    Ticket ticket(EntryPoint<?, ?> entry, Pace pace, EncodedChunk<R> chunk, Encoder encoder) {
        bytes = Math.max(1, encoder.size() / chunk.size());
        Ticket ticket = core.ticketing().ticket(entry, pace, chunk, core.dispatcher().newIds(chunk.size()), 0, chunk.size(),
                encoder);
        spare.set(encoder);
        return ticket;
    }
}
