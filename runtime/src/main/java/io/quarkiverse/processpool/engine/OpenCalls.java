package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Parent side: the calls of a pool that wait for an outcome. Where this process lacks memory, an outcome can get lost on its
 * way in spite of all care: when compiled code cannot make what it had put off to make, the JVM takes away its frames, and no
 * {@code finally} or {@code catch} in them is run. So whose tasks nobody has any more is told that. Guarded by the pool's lock.
 */
final class OpenCalls {

    /** So many are looked at for each that comes: more than come, so that those which are over do not stay. */
    private static final int LOOKED_AT = 2;
    /** There may be a million, and the lock is held meanwhile: so many are let go at a time, and so many stay. */
    private static final int MOST_GONE = 50_000;
    private static final int MOST_KEPT = 1_000;
    /** An outcome that somebody has is told sooner, unless code of the application keeps who tells it. */
    private static final int MOST_MISSED = 20;
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Chain<Receiver> calls = new Chain<>();
    private long lookedAt = System.nanoTime();
    private int looks;

    void add(Receiver call) {
        look(LOOKED_AT, LOOKED_AT);
        if (!call.isListed) {
            call.isListed = true;
            calls.addLast(call);
        }
    }

    /** Lets go of those that are over, or a part of them. */
    void letGo() {
        look(MOST_GONE, MOST_KEPT);
    }

    private void look(int most, int mostKept) {
        int kept = 0;
        for (int left = Math.min(most, calls.size()); left > 0 && kept < mostKept; left--) {
            Receiver oldest = calls.pollFirst();
            oldest.isListed = !isOver(oldest);
            if (oldest.isListed) {
                calls.addLast(oldest);
                kept++;
            }
        }
    }

    private static boolean isOver(Receiver call) {
        return call.cancelled || call.isTold();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    int size() {
        return calls.size();
    }

    /**
     * Called again and again, and looks once a second.
     *
     * @param moment that of this call, as by {@link System#nanoTime()}
     * @return those whose tasks nobody had whenever it has looked in the last twenty seconds
     */
    List<Receiver> missing(Roster roster, LateResults late, long moment) {
        if (moment - lookedAt < PAUSE_NANOS || !mark(roster, late)) {
            return List.of();
        }
        lookedAt = moment;
        List<Receiver> missing = new ArrayList<>();
        for (Receiver call : calls) {
            if (call.queued > 0 || call.hadIn == looks || isOver(call)) {
                call.missed = 0;
            } else if (++call.missed > MOST_MISSED) {
                call.missed = 0; // it is told that, and not again and again
                missing.add(call);
            }
        }
        return missing;
    }

    /** @return false if it cannot be said who has what: a worker is about to end, and what it has answered is being salvaged */
    private boolean mark(Roster roster, LateResults late) {
        looks++;
        for (WorkerHandle worker : roster.all()) {
            if (worker.verdict() != null) {
                return false;
            }
            for (Flight flight : worker.flights) {
                if (!flight.isVoid()) {
                    flight.ticket.receiver.hadIn = looks;
                }
            }
            Ticket told = worker.reader == null ? null : worker.reader.telling();
            if (told != null) {
                told.receiver.hadIn = looks;
            }
        }
        late.mark(looks);
        return true;
    }
}
