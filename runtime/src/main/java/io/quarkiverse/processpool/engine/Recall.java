package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Parent side: takes back what a worker has not begun. Runs under the pool's lock. */
final class Recall {

    private final WorkerHandle worker;
    private final List<Ticket> tickets = new ArrayList<>();
    private final long begun;

    Recall(WorkerHandle worker) {
        this.worker = worker;
        if (worker.page == null || worker.flights.isEmpty()) {
            begun = 0;
            return;
        }
        begun = worker.recall();
        List<Flight> rests = new ArrayList<>();
        for (Flight flight : worker.flights) {
            if (!flight.isVoid() && flight.firstSequence + flight.count - 1 > begun) {
                takeBack(flight, rests);
            }
        }
        putBehindTheirOwn(rests);
    }

    private void takeBack(Flight flight, List<Flight> rests) {
        int kept = (int) Math.max(flight.answered, begun - flight.firstSequence + 1);
        worker.assigned -= flight.count - Math.max(kept, 0);
        if (kept <= 0) {
            flight.recalled = true;
            tickets.add(flight.ticket);
        } else {
            tickets.add(flight.ticket.slice(kept, flight.count - kept));
            rests.add(flight.voidAfter(kept));
        }
    }

    private void putBehindTheirOwn(List<Flight> rests) {
        if (!rests.isEmpty()) {
            List<Flight> all = new ArrayList<>(rests);
            for (Flight flight : worker.flights) {
                if (flight.isDone()) {
                    worker.channel.answered(flight); // all of it that will run has been answered
                } else {
                    all.add(flight);
                }
            }
            all.sort(Comparator.comparingLong(flight -> flight.firstSequence));
            worker.flights.clear();
            worker.flights.addAll(all);
        }
    }

    /** The number of the task that the worker may have begun last. */
    long begun() {
        return begun;
    }

    /** What was taken back, last things first, in pieces: what stood behind a long task may be long, and is for all workers. */
    List<Ticket> lastFirst(int workers) {
        List<Ticket> pieces = new ArrayList<>();
        for (int i = tickets.size() - 1; i >= 0; i--) {
            Ticket ticket = tickets.get(i);
            int piece = Math.max(1, (ticket.count + workers - 1) / workers);
            for (int from = (ticket.count - 1) / piece * piece; from >= 0; from -= piece) {
                pieces.add(ticket.slice(from, Math.min(piece, ticket.count - from)));
            }
        }
        return pieces;
    }
}
