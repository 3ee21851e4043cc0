package io.quarkiverse.processpool.engine;

import java.io.ObjectInputFilter;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.quarkiverse.processpool.wire.Decoder;

/**
 * Parent side: the outcomes of one frame on their way to their receivers.
 * <p>
 * One thread reads and tells them. If it stands still, another one can be given the rest. That each is told once does not
 * depend on who is how fast: an outcome belongs to the thread that moves {@code next} past it when it has read it, and the
 * one that a thread was reading when it was relieved is a {@link LateResult} from then on, which stays with that thread.
 */
final class Delivery implements Runnable {

    private static final AtomicIntegerFieldUpdater<Delivery> NEXT = AtomicIntegerFieldUpdater.newUpdater(Delivery.class,
            "next");
    private static final AtomicIntegerFieldUpdater<Turn> READING = AtomicIntegerFieldUpdater.newUpdater(Turn.class,
            "reading");
    private static final AtomicIntegerFieldUpdater<Turn> TOLD = AtomicIntegerFieldUpdater.newUpdater(Turn.class, "told");
    private static final AtomicIntegerFieldUpdater<Turn> FAILED = AtomicIntegerFieldUpdater.newUpdater(Turn.class, "failed");

    /** What one thread does of it. */
    private static final class Turn {

        final Thread thread = Thread.currentThread();
        /** The outcome that it has begun to read last. */
        volatile int reading = -1;
        /** Where that outcome begins. */
        int at;
        /** So many has it told, and so many of these were failures. */
        volatile int told;
        volatile int failed;
        /** How often it has tried to read that outcome, and what stays in the way of it; null as long as there is hope. */
        int tries;
        Error obstacle;
        /** So many of those were reported and counted, by itself or by who relieved it. Guarded by the delivery. */
        int reported;
        int reportedFailed;
    }

    private final OutcomeDecoder outcomes;
    private final Tally tally;
    private final ObjectInputFilter allowed;
    final Ticket ticket;
    /** The task in the ticket that the first outcome there is of; before the ticket if that was told and is of another one. */
    private final int first;
    private final int count;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final ResultPieces large;
    /** The first outcome that nobody has told or will tell. */
    private volatile int next;
    /** That of the thread that is at it; null before and between. */
    private volatile Turn turn;
    /** Those whose reading outlasted the patience with its thread, by their index. Guarded by this. */
    private LateResult[] late;

    /**
     * Does not fail: nobody else has these outcomes any more.
     *
     * @param first the task in the ticket that the first outcome to be told is of
     * @param count so many are to be told
     * @param bytes the outcomes from that offset on, each as a byte, its length and what it is
     * @param without so many there come before them, and were told
     * @param large what came in pieces before it, or null
     */
    static Delivery of(OutcomeDecoder outcomes, Tally tally, ObjectInputFilter allowed, Ticket ticket, int first, int count,
            byte[] bytes, int offset, int length, int without, ResultPieces large) {
        while (true) {
            try {
                return new Delivery(outcomes, tally, allowed, ticket, first, count, bytes, offset, length, without, large);
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }

    private Delivery(OutcomeDecoder outcomes, Tally tally, ObjectInputFilter allowed, Ticket ticket, int first, int count,
            byte[] bytes, int offset, int length, int without, ResultPieces large) {
        this.outcomes = outcomes;
        this.tally = tally;
        this.allowed = allowed;
        this.ticket = ticket;
        this.first = first - without;
        this.count = count + without;
        this.next = without;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.large = large;
    }

    /**
     * Tells what is left, unless it is {@linkplain #relieve relieved} meanwhile. Does not fail: if there is no memory, it waits
     * until there is.
     */
    @Override
    public void run() {
        Turn mine = newTurn();
        Turn before = begin(mine);
        if (before != null) {
            report(before); // its thread has ended before it could
        }
        while (isAt(mine) ? next < count : isLate(mine)) {
            try {
                if (isAt(mine)) {
                    tellRest(mine);
                } else {
                    tellLate(mine);
                }
            } catch (Error e) {
                mine.obstacle = Shortage.pause(mine.tries++, e) ? null : e;
            } finally {
                report(mine);
            }
        }
    }

    private static Turn newTurn() {
        while (true) {
            try {
                return new Turn();
            } catch (Error e) {
                Shortage.pause();
            }
        }
    }

    private synchronized Turn begin(Turn mine) {
        Turn before = turn;
        turn = mine;
        return before;
    }

    /** With a fence between what this thread has said of itself, and what {@link #relieve} has. */
    private synchronized boolean isAt(Turn mine) {
        return turn == mine;
    }

    private void tellRest(Turn mine) {
        Decoder walk = new Decoder(bytes, offset, length);
        Decoder value = new Decoder(bytes, 0, 0).allowing(allowed);
        for (int i = 0; i < count && turn == mine; i++) {
            int at = walk.position();
            byte outcome = walk.readByte();
            int size = walk.readInt();
            if (i >= next) {
                mine.at = at;
                READING.lazySet(mine, i);
                if (large != null && !isAt(mine)) {
                    return; // what comes in pieces can be read by one thread only
                }
                tell(mine, i, outcome, value.reset(bytes, walk.position(), size));
            }
            walk.skip(size);
        }
    }

    /** This thread was relieved, maybe while it had no memory to read on; the outcome that it was at is nobody else's. */
    private void tellLate(Turn mine) {
        Decoder value = new Decoder(bytes, mine.at, offset + length - mine.at).allowing(allowed);
        byte outcome = value.readByte();
        int size = value.readInt();
        tell(mine, mine.reading, outcome, value.reset(bytes, value.position(), size));
    }

    private void tell(Turn mine, int i, byte outcome, Decoder value) {
        Object read = mine.obstacle == null ? outcomes.read(ticket, first + i, outcome, value, large)
                : OutcomeDecoder.failed(mine.obstacle);
        mine.tries = 0;
        mine.obstacle = null;
        if (NEXT.compareAndSet(this, i, i + 1) || takeLate(i)) {
            int failed = OutcomeDecoder.isFailure(read) ? 1 : 0;
            FAILED.lazySet(mine, mine.failed + failed);
            if (ticket.count == 1) {
                tally.count(1, failed); // who is told may ask for it at once
            }
            outcomes.tell(ticket, first + i, read);
            TOLD.lazySet(mine, mine.told + 1);
        }
    }

    /** Whether what that thread was reading when it was relieved still waits for it. */
    private synchronized boolean isLate(Turn mine) {
        LateResult its = late == null || mine.reading < 0 ? null : late[mine.reading];
        return its != null && its.reader == mine.thread && !its.isTaken();
    }

    /** Whether an outcome that was read late is not too late. */
    private synchronized boolean takeLate(int i) {
        return late != null && late[i] != null && late[i].take();
    }

    private void report(Turn of) {
        int unreported;
        int failed;
        synchronized (this) {
            unreported = of.told - of.reported;
            of.reported += unreported;
            failed = Math.min(of.failed - of.reportedFailed, unreported); // one may be counted and not told yet
            of.reportedFailed += failed;
        }
        if (unreported > 0) {
            if (ticket.count > 1) {
                tally.count(unreported, failed);
            }
            ticket.receiver.delivered(unreported);
        }
    }

    /** Changes as long as the thread that is at it comes on; -1 if none has begun. */
    int position() {
        Turn current = turn;
        return current == null ? -1 : current.reading;
    }

    /**
     * Takes it from the thread that stands still; one that {@linkplain #run() runs} it then goes on behind that.
     *
     * @return false if no thread has begun with an outcome
     * @throws OutOfMemoryError if there is no memory for that, and all is as before
     */
    boolean relieve(LateResults waiting) {
        Turn stuck = turn;
        if (stuck == null || stuck.reading < 0) {
            return false; // a single outcome that nobody is at would be nobody's
        }
        synchronized (this) {
            turn = null;
            try {
                giveTime(stuck, waiting);
            } catch (Error e) {
                turn = stuck;
                throw e;
            }
        }
        report(stuck);
        return true;
    }

    private void giveTime(Turn stuck, LateResults waiting) {
        int reading = stuck.reading;
        if (reading >= next) {
            late = late == null ? new LateResult[count] : late;
            late[reading] = waiting.begin(ticket.slice(first + reading, 1), stuck.thread);
            if (!NEXT.compareAndSet(this, reading, reading + 1)) {
                late[reading].take(); // it has just been read
                late[reading] = null;
            }
        }
    }
}
