package io.quarkiverse.processpool.engine;

import java.util.List;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.wire.ProtocolException;

/**
 * Parent side: what a worker says of its tasks, matched with the flights that are with it. What it says is not trusted: an
 * answer to anything but what it was asked next is a broken protocol. Under the lock of the {@link Dispatcher}.
 */
final class Answers {

    private final Dispatcher dispatcher;
    private final PoolState state;
    private final Object lock;
    private final Roster roster;
    private final StartGuard starts;

    Answers(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.state = dispatcher.state;
        this.lock = dispatcher.state.lock;
        this.roster = dispatcher.state.roster;
        this.starts = dispatcher.state.starts;
    }

    /**
     * The worker has answered the tasks from that sequence number on. So many of them as
     * {@link WorkerHandle#repeated} says then were {@linkplain #salvaged salvaged} before.
     *
     * @param taken gets those that were not
     */
    void answered(WorkerHandle worker, long sequence, int count, long nanos, Taken taken) throws ProtocolException {
        Next next = new Next();
        synchronized (lock) {
            worker.repeated = (int) Math.max(0, Math.min(count, worker.salvagedTo - sequence + 1));
            if (worker.repeated < count) {
                take(worker, sequence + worker.repeated, count - worker.repeated, nanos, taken);
            }
            goOn(worker, next);
        }
        dispatcher.afterwards(next.write ? worker : null, next.launch);
        dispatcher.afterwards(null, next.warm);
        for (int i = 0; i < next.shared.size(); i++) {
            dispatcher.afterwards(next.shared.get(i), null);
        }
        if (worker.state() == WorkerState.STOPPING) {
            dispatcher.serveQueue(); // another one may have taken its place
        }
    }

    /** What is to be done outside the lock after an answer. */
    private static final class Next {

        private boolean write;
        private WorkerHandle launch;
        private WorkerHandle warm;
        private List<WorkerHandle> shared = List.of();
    }

    /** Does not fail: what was answered is the caller's by now. */
    private void goOn(WorkerHandle worker, Next next) {
        try {
            if (roster.wear.hasLimits()) {
                next.warm = dispatcher.caretaker().replacement(worker);
            }
            if (worker.flights.size() <= Roster.MAX_FLIGHTS / 2) {
                next.write = true; // of a part, too, if there is no memory for the rest
                next.write = dispatcher.refill(worker) || worker.state() == WorkerState.STOPPING;
                next.launch = worker.state() == WorkerState.STOPPING ? state.recruit() : null;
            }
            next.shared = dispatcher.share(worker);
        } catch (Error e) {
            // the watchdog sees what is left to be done
        }
    }

    private void take(WorkerHandle worker, long sequence, int count, long nanos, Taken taken) throws ProtocolException {
        Flight flight = worker.flights.first();
        if (flight == null || flight.isVoid() || flight.nextSequence() != sequence || count > flight.left()) {
            throw new ProtocolException(count + " results that nobody has asked for");
        }
        worker.serves(flight.ticket.entry.workerClass()); // this may need memory, and comes first
        taken.are(flight, worker.repeated, count);
        flight.answered += count;
        if (worker.repeated == 0) {
            flight.ticket.pace.saw(nanos, count);
        }
        worker.tasksDone(count, sequence + count - 1);
        starts.served();
        if (flight.isDone()) {
            worker.flights.pollFirst();
            worker.channel.answered(flight);
        }
    }

    /**
     * The task whose stream has sent something.
     *
     * @throws ProtocolException if that is not the one which the worker is to answer next
     */
    Ticket streaming(WorkerHandle worker, long sequence) throws ProtocolException {
        synchronized (lock) {
            Flight flight = worker.firstLive();
            if (flight == null || flight.nextSequence() != sequence || flight.isDone()) {
                throw new ProtocolException("elements that nobody has asked for");
            }
            return flight.ticket;
        }
    }

    /**
     * The stream of that number, which the task asks for; null if that is over, and its outcome was taken sooner than this was
     * read.
     *
     * @throws ProtocolException if the worker has not been given that task or has not begun it, or the task has not that stream
     */
    GivenInput input(WorkerHandle worker, long sequence, long number) throws ProtocolException {
        synchronized (lock) {
            if (sequence > 0 && sequence <= worker.salvagedTo) {
                return null;
            }
            Flight flight = worker.flightOf(sequence);
            if (flight != null && !flight.isVoid() && sequence <= worker.page.started()) {
                for (GivenInput input : flight.ticket.inputs((int) (sequence - flight.firstSequence), 1)) {
                    if (input.number == number) {
                        return input;
                    }
                }
            }
            throw new ProtocolException("a stream is asked for that is no argument of that task, or before it has begun");
        }
    }

    /** The worker has passed over tasks that were taken back. */
    void skipped(WorkerHandle worker, long sequence, int count) throws ProtocolException {
        boolean write;
        boolean forOthers = false;
        synchronized (lock) {
            expectSkipped(worker, sequence, count);
            for (int left = count; left > 0;) { // a recall may have cut one flight in two
                Flight flight = worker.flights.first();
                int here = Math.min(left, flight.left());
                if (!flight.isVoid()) {
                    // It had announced this task and saw the recall before it began it: nobody has taken it back yet.
                    dispatcher.requeue(flight.ticket.slice(flight.answered, here));
                    worker.assigned -= here;
                    forOthers = true;
                }
                flight.answered += here;
                left -= here;
                if (flight.isDone()) {
                    worker.flights.pollFirst();
                    worker.channel.answered(flight);
                }
            }
            worker.passed(sequence + count - 1);
            write = dispatcher.refill(worker) || worker.state() == WorkerState.STOPPING;
        }
        if (write) {
            dispatcher.afterwards(worker, null);
        }
        if (forOthers) {
            dispatcher.serveQueue();
        }
    }

    private static void expectSkipped(WorkerHandle worker, long sequence, int count) throws ProtocolException {
        long next = sequence;
        for (Flight flight : worker.flights) {
            if (flight.nextSequence() != next || next >= sequence + count) {
                break;
            }
            next += flight.left();
        }
        if (count < 1 || next < sequence + count) {
            throw new ProtocolException(count + " tasks skipped that were not taken back");
        }
    }

    /**
     * The worker has done the task of that number, and has not sent its outcome: it is dead, or is kept from it.
     *
     * @return the flight that it belongs to, or null if that has it already, or does not wait for it next
     */
    Flight salvaged(WorkerHandle worker, long sequence) {
        synchronized (lock) {
            Flight flight = worker.firstLive();
            if (flight == null || flight.nextSequence() != sequence) {
                return null; // what comes before it may be on its way
            }
            flight.answered++;
            if (flight.ticket.loan != null) {
                flight.ticket.loan.keep(); // the reader of this worker may be done before who salvages is
            }
            worker.salvaged(sequence);
            if (flight.isDone()) {
                worker.flights.remove(flight);
                worker.channel.answered(flight);
            }
            return flight;
        }
    }

    /** The id of the task that has that number with the worker; 0 if it is not there, or answered already. */
    long idOf(WorkerHandle worker, long sequence) {
        synchronized (lock) {
            Flight flight = worker.flightOf(sequence);
            boolean isUnderWay = flight != null && !flight.isVoid() && sequence >= flight.nextSequence();
            return isUnderWay ? flight.ticket.firstId + (sequence - flight.firstSequence) : 0;
        }
    }
}
