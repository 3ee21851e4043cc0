package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Parent side: takes back what a worker has not begun. Runs under the pool's lock.
 * <p>
 * All that it needs is made before anything changes. Should there be no memory for that, the worker says of each task that
 * it has passed over it, and it is taken back then.
 */
final class Recall {

    private final WorkerHandle worker;
    private final long begun;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<Ticket> lastFirst = new ArrayList<>();

    /**
     * What becomes of one flight.
     *
     * @param kept so many of its tasks stay with the worker
     * @param rest the others, which will not run there; null if these are all
     */
    private record Cut(Flight flight, int kept, Flight rest) {
    }

    /** @param workers what stood behind a long task may be long, and is for so many */
    Recall(WorkerHandle worker, int workers) {
        this.worker = worker;
        if (worker.page == null || worker.flights.isEmpty()) {
            begun = 0;
            return;
        }
        begun = worker.recall();
        for (Flight flight : worker.flights) {
            if (!flight.isVoid() && flight.firstSequence + flight.count - 1 > begun) {
                int kept = (int) Math.max(0, Math.max(flight.answered, begun - flight.firstSequence + 1));
                cuts.add(new Cut(flight, kept, kept == 0 ? null : flight.voidAfter(kept)));
            }
        }
        for (int i = cuts.size() - 1; i >= 0; i--) {
            Flight flight = cuts.get(i).flight;
            cutUp(flight.ticket, cuts.get(i).kept, flight.count, workers);
        }
    }

    private void cutUp(Ticket ticket, int kept, int count, int workers) {
        int back = count - kept;
        int piece = Math.max(1, (back + workers - 1) / workers);
        for (int from = (back - 1) / piece * piece; from >= 0; from -= piece) {
            lastFirst.add(ticket.slice(kept + from, Math.min(piece, back - from)));
        }
    }

    /** Takes off the worker what is to go back. */
    void takeOff() {
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            Flight flight = cut.flight;
            worker.assigned -= flight.count - cut.kept;
            if (cut.rest == null) {
                flight.recalled = true;
            } else {
                flight.count = cut.kept;
                worker.flights.insertAfter(flight, cut.rest);
                if (flight.isDone()) {
                    worker.flights.remove(flight);
                    worker.channel.answered(flight); // all of it that will run has been answered
                }
            }
        }
    }

    /** The number of the task that the worker may have begun last. */
    long begun() {
        return begun;
    }

    /** What goes back, last things first, in pieces. */
    List<Ticket> lastFirst() {
        return lastFirst;
    }
}
