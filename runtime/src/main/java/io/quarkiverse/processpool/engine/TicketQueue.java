package io.quarkiverse.processpool.engine;

/**
 * Parent side: the tickets that wait for a worker, first come, first served. Nothing that is done with it needs memory. Guarded
 * by the pool's lock.
 */
final class TicketQueue {

    private final Chain<Ticket> tickets = new Chain<>();
    private int tasks;
    /** Those of them that were submitted one by one. */
    private int bounded;

    void add(Ticket ticket) {
        tickets.addLast(ticket);
        count(ticket, 1);
    }

    /** Puts a ticket back that was with a worker: it has waited before. */
    void addFirst(Ticket ticket) {
        tickets.addFirst(ticket);
        count(ticket, 1);
    }

    private void count(Ticket ticket, int sign) {
        if (ticket.queuedAt == 0) {
            ticket.queuedAt = System.nanoTime() | 1;
        }
        tasks += sign * ticket.count;
        bounded += ticket.receiver.isBounded ? sign * ticket.count : 0;
        ticket.receiver.queued += sign * ticket.count;
    }

    /** The next ticket that was not cancelled, or null. */
    Ticket peek() {
        Ticket first;
        while ((first = tickets.first()) != null && first.receiver.cancelled) {
            tickets.pollFirst();
        }
        return first;
    }

    Ticket poll() {
        Ticket first = peek();
        if (first != null) {
            tickets.pollFirst();
            count(first, -1);
        }
        return first;
    }

    /**
     * Notes that a call was cancelled: its tickets are passed over when their turn comes.
     *
     * @return how many tasks it had in here
     */
    int cancel(Receiver receiver) {
        int gone = receiver.queued;
        receiver.cancelled = true;
        receiver.queued = 0;
        tasks -= gone;
        bounded -= receiver.isBounded ? gone : 0;
        return gone;
    }

    /** Takes out the next ticket if it waits since before that moment, or gives null. */
    Ticket pollOlderThan(long moment) {
        Ticket first = peek();
        return first != null && first.queuedAt - moment < 0 ? poll() : null;
    }

    boolean isEmpty() {
        return peek() == null;
    }

    /** How many tasks wait. */
    int tasks() {
        return tasks;
    }

    /** How many of them count for the size of the queue: not those of maps and streams, which wait for room themselves. */
    int bounded() {
        return bounded;
    }

    /** Moves there what waits for a worker of that class. */
    void drain(String workerClass, Chain<Ticket> taken) {
        for (int left = tickets.size(); left > 0; left--) {
            Ticket ticket = tickets.pollFirst();
            if (ticket.receiver.cancelled) {
                continue;
            }
            if (ticket.entry.workerClass().equals(workerClass)) {
                count(ticket, -1);
                taken.addLast(ticket);
            } else {
                tickets.addLast(ticket);
            }
        }
    }

    /** Moves all of it there; answers how many tasks that are. */
    int drain(Chain<Ticket> taken) {
        int moved = tasks;
        Ticket ticket;
        while ((ticket = poll()) != null) {
            taken.addLast(ticket);
        }
        return moved;
    }
}
