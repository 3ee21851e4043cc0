package io.quarkiverse.processpool.engine;

import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;

/**
 * Parent side: delivers the outcomes that one worker has and has not sent: when it is dead, or while a long task keeps it
 * from sending them.
 */
final class Salvage implements Runnable {

    private static final long PATIENCE_MILLIS = 100;

    private final WorkerHandle worker;
    private final Dispatcher dispatcher;
    private final Executor others;
    private final ObjectInputFilter allowed;
    private final OutcomeDecoder outcomes;

    /** @param others threads that read the outcomes, so that the death of a worker waits for none that cannot be read */
    Salvage(WorkerHandle worker, Dispatcher dispatcher, Executor others, ObjectInputFilter allowed) {
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.others = others;
        this.allowed = allowed;
        this.outcomes = new OutcomeDecoder(worker, dispatcher, allowed);
    }

    /** A worker that goes on meanwhile sends them itself. */
    @Override
    public void run() {
        deliver(collect());
    }

    /** One thread at a time does it. */
    private synchronized List<Delivery> collect() {
        ArrayList<Delivery> found = new ArrayList<>();
        long begun = worker.page.started();
        Decoder kept = worker.page.outbox().kept();
        if (worker.page.started() != begun) {
            return found;
        }
        try {
            collect(kept, found);
        } catch (EncodingException e) {
            // what a worker has broken is lost with it
        }
        return found;
    }

    private void collect(Decoder kept, ArrayList<Delivery> found) {
        while (kept.remaining() > 0) {
            long sequence = kept.readLong();
            int at = kept.position();
            kept.readByte();
            kept.skip(kept.readInt());
            Flight flight = salvaged(sequence, found);
            if (flight != null) {
                found.add(Delivery.of(outcomes, dispatcher.state.tally, allowed, flight.ticket,
                        (int) (sequence - flight.firstSequence), 1, kept.array(), at, kept.position() - at, 0, null));
            }
        }
    }

    /** There is room for one more in the list then. */
    private Flight salvaged(long sequence, ArrayList<Delivery> found) {
        while (true) {
            try {
                found.ensureCapacity(found.size() + 1);
                return dispatcher.answers().salvaged(worker, sequence);
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }

    private void deliver(List<Delivery> all) {
        boolean interrupted = false;
        for (int i = 0; i < all.size(); i++) {
            Delivery one = all.get(i);
            CompletableFuture<Void> told = begin(one);
            while (!told.isDone() && !interrupted) {
                try {
                    told.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (isRelieved(one)) {
                        break;
                    }
                } catch (ExecutionException e) {
                    Shortage.note(e.getCause()); // it was told, as a rule
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (Error e) {
                    Shortage.pause();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRelieved(Delivery one) {
        try {
            return one.relieve(dispatcher.state.late);
        } catch (Error e) {
            return false;
        }
    }

    private CompletableFuture<Void> begin(Delivery one) {
        while (true) {
            try {
                return CompletableFuture.runAsync(one, others);
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }
}
