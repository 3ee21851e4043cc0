package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.quarkiverse.processpool.TaskEncodingException;

/**
 * Parent side: the results of one pool that are being read for longer than usual. Whether that ends is not known: code of the
 * application runs when a value is read by Java serialization. So each has its time, and then its call fails. Java has
 * no way to end the thread that reads; it is left to itself.
 */
final class LateResults {

    private final Duration limit;
    private final Tally tally;
    private final ConcurrentLinkedQueue<LateResult> waiting = new ConcurrentLinkedQueue<>();

    LateResults(Duration limit, Tally tally) {
        this.limit = limit;
        this.tally = tally;
    }

    /** Gives the outcome of those tasks its time from now on. */
    LateResult begin(Ticket tasks, Thread reader) {
        LateResult late = new LateResult(tasks, reader);
        waiting.add(late);
        return late;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Notes that these are not lost, in that look of the {@link OpenCalls}. */
    void mark(int look) {
        for (LateResult late : waiting) {
            if (!late.isTaken()) {
                late.tasks.receiver.hadIn = look;
            }
        }
    }

    /**
     * Fails the calls whose time is over.
     *
     * @return nanoseconds until the next one is, at most the given ones
     */
    long giveUp(long next) {
        if (waiting.isEmpty()) {
            return next;
        }
        long soonest = Long.MAX_VALUE;
        for (Iterator<LateResult> all = waiting.iterator(); all.hasNext();) {
            LateResult late = all.next();
            long left = limit.toNanos() - (System.nanoTime() - late.since);
            if (late.isTaken()) {
                all.remove();
            } else if (left <= 0 || !late.reader.isAlive()) {
                if (giveUp(late)) {
                    all.remove();
                }
            } else {
                soonest = Math.min(soonest, left);
            }
        }
        return next < 0 ? next : Math.min(next, soonest);
    }

    /** @return false if there is no memory for it now, so that it is to be done later */
    private boolean giveUp(LateResult late) {
        Function<Ticket, TaskEncodingException> why;
        try {
            StackTraceElement[] place = late.reader.getStackTrace();
            why = task -> neverRead(task, late.reader, place);
        } catch (Error e) {
            return false;
        }
        if (late.take()) {
            tally.failed(late.tasks.count);
            for (int i = 0; i < late.tasks.count; i++) {
                fail(late.tasks, i, why);
            }
        }
        return true;
    }

    private static void fail(Ticket tasks, int item, Function<Ticket, TaskEncodingException> why) {
        Ticket task = null;
        while (task == null) {
            try {
                task = tasks.slice(item, 1);
            } catch (Error e) {
                Shortage.pause();
            }
        }
        task.fail(why);
    }

    private TaskEncodingException neverRead(Ticket task, Thread reader, StackTraceElement[] at) {
        TaskEncodingException place = new TaskEncodingException("Here it is read", null);
        place.setStackTrace(at);
        return new TaskEncodingException("The result of " + task.entry + " (task " + task.firstId
                + ") could not be read: " + (reader.isAlive()
                        ? "reading it in this process has not ended after " + Texts.of(limit) + ". The thread "
                                + reader.getName() + " is still at it and cannot be ended; the cause says where."
                        : "the thread that read it, " + reader.getName() + ", has ended before that."),
                place);
    }
}
