package io.quarkiverse.processpool.engine;

import java.util.concurrent.atomic.AtomicReference;

import io.quarkiverse.processpool.wire.Encoder;

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
    /** The arguments of so many items for each worker have no more bytes than this, or if they are long, than that. */
    private static final int MOST_BYTES_AHEAD = 1 << 20;
    private static final int MOST_BYTES_OF_LONG_ONES = 3 << 20;
    /** However large they are, so that a worker has the next one when it has done the last. */
    private static final int LEAST_AHEAD = 3;

    final PoolCore core;
    /** Which users may not refer to any more while the stream goes on: see {@link Abandonment}. */
    private final WorkerPool pool;
    private final ImapOptions options;
    /** That of a chunk which was submitted, or null. A new one for each would cost items of 10 µs a tenth of their speed. */
    private final AtomicReference<Encoder> spare = new AtomicReference<>();
    /** Of the last task that was seen: how many like it are a good chunk of {@code map}, and the bytes of its arguments. */
    private volatile int good = 1;
    private volatile int bytes = MOST_BYTES_AHEAD;

    EncodedChunks(PoolCore core, WorkerPool pool, ImapOptions options) {
        this.core = core;
        this.pool = pool;
        this.options = options;
    }

    @Override
    public Chunk<R> next(LookAheadRun<?, R> run) {
        return new EncodedChunk<>(this, run);
    }

    @Override
    public int lookAhead() {
        if (options.lookAhead() > 0) {
            return options.lookAhead();
        }
        long wanted = Math.min((long) good * CHUNKS_IN_ALL, MOST_BYTES_AHEAD / bytes);
        return Math.max(atOnce(), (int) Math.min(MOST_AHEAD, wanted) * workers());
    }

    @Override
    public int atOnce() {
        if (options.lookAhead() > 0) {
            return options.lookAhead();
        }
        int longOnes = Math.max(LEAST_AHEAD, Math.min(AHEAD, MOST_BYTES_OF_LONG_ONES / bytes));
        long given = Math.min(options.chunkSize(), Math.max(1, Ticketing.CHUNK_BYTES / bytes));
        return (int) Math.min(Integer.MAX_VALUE, Math.max(longOnes, given * CHUNKS_IN_ALL) * workers());
    }

    @Override
    public int mostAhead() {
        return options.lookAhead() > 0 ? options.lookAhead() : Math.max(MOST_AHEAD * workers(), options.chunkSize());
    }

    private int workers() {
        return core.dispatcher().caretaker().size();
    }

    /** Tasks of that pace come next; answers how many of them should go together. */
    int come(Pace pace) {
        good = core.dispatcher().paces().goodChunk(pace);
        if (options.chunkSize() > 0) {
            return options.chunkSize();
        }
        return Math.max(1, Math.min(good / PART, lookAhead() / (CHUNKS_IN_ALL * workers())));
    }

    /** The tasks of the chunk that is being filled have so many bytes each. */
    void have(int bytesEach) {
        bytes = Math.max(1, bytesEach);
    }

    Encoder encoder() {
        Encoder left = spare.getAndSet(null);
        return left == null ? core.ticketing().newEncoder() : left;
    }

    /** There is a ticket for what was written with it. */
    void isFree(Encoder encoder) {
        spare.set(encoder);
    }

    /** Whether all workers have enough before them for a chunk to wait for more, or it has to be full. */
    boolean areEnough(int underWay) {
        return options.chunkSize() > 0 || underWay >= CHUNKS_AHEAD * workers();
    }
}
