package io.quarkiverse.processpool.engine;

/**
 * Parent side: a ticket that is with a worker, and how far it has come. After a recall the part that will not run stays as a
 * void flight until the worker has passed it. Guarded by the pool's lock.
 */
final class Flight extends Chain.Link<Flight> {

    final Ticket ticket;
    final long firstSequence;
    int count;
    int answered;
    boolean recalled;
    /** Its arguments do not go through the socket. Set by who writes it. */
    volatile boolean inLane;
    /** All of it was given to the socket. A worker announces a large task when it has read the first bytes of it. */
    volatile boolean isWritten;

    Flight(Ticket ticket, long firstSequence, int count) {
        this.ticket = ticket;
        this.firstSequence = firstSequence;
        this.count = count;
    }

    /** Whether its tasks were taken back. */
    boolean isVoid() {
        return recalled;
    }

    /** What comes after so many tasks, as a void flight of its own. */
    Flight voidAfter(int kept) {
        Flight rest = new Flight(null, firstSequence + kept, count - kept);
        rest.recalled = true;
        return rest;
    }

    long nextSequence() {
        return firstSequence + answered;
    }

    int left() {
        return count - answered;
    }

    boolean isDone() {
        return answered == count;
    }

    /** What the pool expects the rest to take; 0 if it does not know. */
    double expectedNanos() {
        return isVoid() || !ticket.pace.isKnown() ? 0 : ticket.pace.of(left());
    }

    /** What the pool expects those of its tasks to take that come after that number. */
    double expectedNanosAfter(long sequence) {
        long from = Math.max(nextSequence(), sequence + 1);
        int after = (int) Math.max(0, firstSequence + count - from);
        return isVoid() || !ticket.pace.isKnown() ? 0 : ticket.pace.of(after);
    }
}
