package io.quarkiverse.processpool.engine;

import java.io.ObjectInputFilter;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;

/**
 * Parent side: delivers the outcomes that one worker has and has not sent: when it is dead, or while a long task keeps it
 * from sending them.
 */
final class Salvage implements Runnable {

    private final WorkerHandle worker;
    private final Dispatcher dispatcher;
    private final ObjectInputFilter allowed;
    private final OutcomeDecoder outcomes;

    Salvage(WorkerHandle worker, Dispatcher dispatcher, ObjectInputFilter allowed) {
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.allowed = allowed;
        this.outcomes = new OutcomeDecoder(worker, dispatcher, allowed);
    }

    /** One thread at a time does it. A worker that goes on meanwhile sends them itself. */
    @Override
    public synchronized void run() {
        long begun = worker.page.started();
        Decoder kept = worker.page.outbox().kept();
        if (worker.page.started() != begun) {
            return;
        }
        try {
            deliver(kept, new Decoder(kept.array(), 0, 0).allowing(allowed));
        } catch (EncodingException e) {
            // what a worker has broken is lost with it
        }
    }

    private void deliver(Decoder kept, Decoder value) {
        while (kept.remaining() > 0) {
            long sequence = kept.readLong();
            byte outcome = kept.readByte();
            int length = kept.readInt();
            int at = kept.position();
            kept.skip(length);
            Flight flight = dispatcher.salvaged(worker, sequence);
            if (flight != null) {
                outcomes.deliver(flight.ticket, (int) (sequence - flight.firstSequence), outcome,
                        value.reset(kept.array(), at, length));
                outcomes.count();
                flight.ticket.receiver.delivered(1);
            }
        }
    }
}
