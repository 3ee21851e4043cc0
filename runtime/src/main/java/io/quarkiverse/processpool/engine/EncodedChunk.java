package io.quarkiverse.processpool.engine;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/** Parent side: a chunk of a stream that goes to a worker process, as one ticket. */
final class EncodedChunk<R> extends Chunk<R> {

    private final EncodedChunks<R> all;
    private final Encoder encoder;
    private EntryPoint<?, ?> entry;
    private Pace pace;
    private int wanted;

    EncodedChunk(EncodedChunks<R> all, LookAheadRun<?, R> run) {
        super(run);
        this.all = all;
        this.encoder = all.encoder();
    }

    @Override
    boolean accepts(Task<R> task) {
        return entry == null || task.entryPoint() == entry;
    }

    @Override
    void append(Task<R> task) {
        if (entry == null) {
            pace = all.core.dispatcher().paces().of(task.entryPoint());
            wanted = all.come(pace);
            entry = task.entryPoint();
        }
        all.core.ticketing().append(task, encoder);
        if (Integer.bitCount(size()) == 1) { // now and then: each item of a stream of short ones comes by here
            all.have(encoder.size() / size());
        }
    }

    @Override
    boolean canWait(int underWay) {
        return size() < wanted && encoder.size() < Ticketing.CHUNK_BYTES && all.areEnough(underWay);
    }

    @Override
    void submit() {
        all.have(encoder.size() / size());
        Ticket ticket = all.core.ticketing().ticket(entry, pace, this, all.core.dispatcher().newIds(size()), 0, size(),
                encoder);
        all.isFree(encoder);
        try {
            all.core.dispatcher().admission().submitOfStream(ticket);
        } catch (Throwable e) { // before all of it was submitted
            ticket.closeInputs();
            throw e;
        }
    }

    @Override
    void cancel() {
        all.core.dispatcher().cancel(this);
    }

    @Override
    void giveUp() {
        all.core.ticketing().giveUpAll(encoder);
    }
}
