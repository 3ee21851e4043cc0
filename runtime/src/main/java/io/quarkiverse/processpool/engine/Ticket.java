package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: one or several tasks of one entry point, encoded, on their way through queue and worker. A ticket can
 * be cut into slices, which share its bytes; the identity and the index of each task stay as they are.
 */
final class Ticket extends Chain.Link<Ticket> {

    final EntryPoint<?, ?> entry;
    final Pace pace;
    final Receiver receiver;
    final long firstId;
    final int firstIndex;
    final int count;
    final int offset;
    final int length;
    /** Each task as a length and its arguments. */
    final byte[] bytes;
    /** A task that was with so many workers which died before they began it has had part in that. */
    private static final int MOST_RETURNS = 5;

    private Past past = Past.NONE;
    /** Where its bytes come from, if they are many and all of them are its own; else null. */
    ArrayLoans.Loan loan;
    /** The streams among the arguments of the tasks, of others of the call too; null if there are none. */
    List<GivenInput> inputs;
    /** When it first came into the queue; 0 if it never did. */
    long queuedAt;

    /**
     * What has become of it before.
     *
     * @param deaths what the workers died of that have run its one task
     * @param returns how many workers died before they began it
     */
    private record Past(List<Throwable> deaths, int returns) {

        private static final Past NONE = new Past(List.of(), 0);
    }

    Ticket(EntryPoint<?, ?> entry, Pace pace, Receiver receiver, long firstId, int firstIndex, int count, byte[] bytes,
            int offset, int length) {
        this.entry = entry;
        this.pace = pace;
        this.receiver = receiver;
        this.firstId = firstId;
        this.firstIndex = firstIndex;
        this.count = count;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** The tasks from that one on. */
    Ticket slice(int from, int newCount) {
        if (from == 0 && newCount == count) {
            return this;
        }
        if (loan != null) {
            loan.keep(); // this ticket may be done long before the slice is
        }
        Decoder walk = new Decoder(bytes, offset, length);
        for (int i = 0; i < from; i++) {
            walk.skip(walk.readInt());
        }
        int start = walk.position();
        for (int i = 0; i < newCount; i++) {
            walk.skip(walk.readInt());
        }
        return part(from, newCount, start, walk.position());
    }

    private Ticket part(int from, int newCount, int start, int end) {
        Ticket part = new Ticket(entry, pace, receiver, firstId + from, firstIndex + from, newCount, bytes, start, end - start);
        part.past = past;
        part.inputs = inputs;
        part.queuedAt = queuedAt;
        return part;
    }

    /** Each task by itself, to be looked at as long as this ticket is nowhere. */
    List<Ticket> singles() {
        List<Ticket> singles = new ArrayList<>(count);
        Decoder walk = new Decoder(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            int start = walk.position();
            walk.skip(walk.readInt());
            singles.add(part(i, 1, start, walk.position()));
        }
        return singles;
    }

    /** Some of its {@link #singles()} as one ticket. */
    Ticket together(List<Ticket> singles, int from, int to) {
        if (to - from == count) {
            return this;
        }
        if (loan != null) {
            loan.keep();
        }
        Ticket last = singles.get(to - 1);
        return part(from, to - from, singles.get(from).offset, last.offset + last.length);
    }

    /** The same ticket after it was with a worker that died before it began it, or null if that was once too often. */
    Ticket returned(int from, int newCount) {
        if (past.returns >= MOST_RETURNS) {
            return null;
        }
        Ticket slice = slice(from, newCount);
        Ticket returned = new Ticket(entry, pace, receiver, slice.firstId, slice.firstIndex, newCount, bytes, slice.offset,
                slice.length);
        returned.past = new Past(past.deaths, past.returns + 1); // this one may be asked again, for want of memory
        returned.inputs = inputs;
        returned.queuedAt = queuedAt;
        if (loan != null) {
            loan.keep();
        }
        return returned;
    }

    /** Bytes of the arguments of a single task. */
    int argumentBytes() {
        return length - Integer.BYTES;
    }

    List<Throwable> deaths() {
        return past.deaths;
    }

    /** The same single task again, after that death. */
    Ticket again(Throwable death) {
        Ticket again = new Ticket(entry, pace, receiver, firstId, firstIndex, count, bytes, offset, length);
        List<Throwable> deaths = new ArrayList<>(past.deaths);
        deaths.add(death);
        again.past = new Past(deaths, 0);
        again.inputs = inputs;
        return again;
    }

    /** Fails all its tasks with one exception, which is made when there is memory for it; or with what prevents that. */
    void fail(Function<? super Ticket, ? extends Throwable> failures) {
        Throwable failure = null;
        for (int tries = 0; failure == null; tries++) {
            try {
                failure = failures.apply(this);
            } catch (Error e) {
                failure = Shortage.pause(tries, e) ? null : e;
            }
        }
        fail(failure);
    }

    void fail(Throwable failure) {
        for (int i = 0; i < count; i++) {
            isDone(i);
            receiver.outcome(firstIndex + i, null, failure);
        }
        receiver.delivered(count);
    }

    /** That task of it has its outcome, or will have none: it reads no stream any more. */
    void isDone(int item) {
        closeInputs(item, 1);
    }

    /** None of its tasks will run. */
    void closeInputs() {
        closeInputs(0, count);
    }

    private void closeInputs(int from, int tasks) {
        if (inputs != null) {
            int end = firstInput(firstIndex + from + tasks);
            int tries = 0;
            for (int i = firstInput(firstIndex + from); i < end;) {
                try {
                    inputs.get(i).close();
                    i++;
                } catch (Error e) {
                    i += Shortage.pause(tries++, e) ? 0 : 1;
                }
            }
        }
    }

    /** The streams among the arguments of so many tasks from that one on. */
    List<GivenInput> inputs(int from, int tasks) {
        return inputs == null ? List.of()
                : inputs.subList(firstInput(firstIndex + from), firstInput(firstIndex + from + tasks));
    }

    /** They are in the order of the tasks. */
    private int firstInput(int index) {
        int low = 0;
        int high = inputs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inputs.get(middle).index < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
