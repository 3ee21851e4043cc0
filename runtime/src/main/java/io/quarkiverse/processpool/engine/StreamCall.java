package io.quarkiverse.processpool.engine;

import java.io.ObjectInputFilter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.wire.Credit;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.FailureText;
import io.quarkiverse.processpool.wire.ProtocolException;
import io.quarkiverse.processpool.wire.WorkerSettings;

/**
 * Parent side: one task with many results. The reader of the worker puts the elements here as bytes; the consumer decodes
 * them on its own thread, and by taking them lets the worker go on.
 * <p>
 * The worker may be {@link Credit#FIRST_ITEMS} elements ahead at first. While it waits for a consumer that has nothing
 * left, the two are kept busy by waking each other; so then it may be twice as far ahead, up to {@link #MOST_AHEAD}.
 */
final class StreamCall<R> extends Receiver implements Elements<R> {

    private static final int MOST_AHEAD = 1 << 13;
    /** Nothing goes to a worker behind a stream, and a stream to none that is busy. */
    private static final long ENDLESS_NANOS = 3_600_000_000_000L;

    private final EntryPoint<?, R> entry;
    private final Dispatcher dispatcher;
    private final Runnable arrival;

    /** The rest up to the next remark is guarded by this. Frames that were not taken up. */
    private final ArrayDeque<Decoder> frames = new ArrayDeque<>();
    private WorkerHandle worker;
    private long sequence;
    private long received;
    private long receivedBytes;
    private long granted = Credit.FIRST_ITEMS;
    private long released;
    private long releasedBytes;
    private int ahead = Credit.FIRST_ITEMS;
    private volatile boolean over;
    private Throwable failure;
    private ObjectInputFilter allowed;

    private volatile boolean unwanted;
    /** When something was heard of it last, or 0. */
    private volatile long heardAt;

    /** Those of the consumer: the frame that it reads, and an element of it. */
    private Decoder current;
    private final Decoder element = new Decoder(new byte[0]);
    private long consumed;
    private long consumedBytes;

    StreamCall(EntryPoint<?, R> entry, Dispatcher dispatcher, Runnable arrival) {
        this.entry = entry;
        this.dispatcher = dispatcher;
        this.arrival = arrival;
    }

    static Pace pace() {
        Pace pace = new Pace();
        pace.sawAtLeast(ENDLESS_NANOS);
        return pace;
    }

    /** On the reader's thread: a frame of elements. It is checked as a whole. */
    static void arrived(WorkerHandle worker, Dispatcher dispatcher, Decoder frame, ObjectInputFilter allowed)
            throws ProtocolException {
        long sequence = frame.readLong();
        long first = frame.readLong();
        int count = frame.readInt();
        int start = frame.position();
        int length = frame.remaining();
        if (count < 1 || count > length / Integer.BYTES) {
            throw new ProtocolException("a frame of " + count + " elements in " + length + " bytes");
        }
        for (int i = 0; i < count; i++) {
            frame.skip(frame.readSize());
        }
        if (frame.remaining() != 0) {
            throw new ProtocolException(frame.remaining() + " bytes behind the last element");
        }
        if (!(dispatcher.answers().streaming(worker, sequence).receiver instanceof StreamCall<?> call)) {
            throw new ProtocolException("elements of a task that has one result");
        }
        call.comesFrom(worker, sequence, allowed);
        call.take(first, count, new Decoder(Arrays.copyOfRange(frame.array(), start, start + length)));
    }

    private synchronized void comesFrom(WorkerHandle from, long itsSequence, ObjectInputFilter classes) {
        if (!over) {
            worker = from;
            sequence = itsSequence;
            allowed = classes;
        }
    }

    private void take(long first, int count, Decoder frame) throws ProtocolException {
        synchronized (this) {
            if (over) {
                return;
            }
            if (first != received || received + count > granted || receivedBytes - releasedBytes >= Credit.BYTES) {
                throw new ProtocolException(count + " elements from " + first + ", which are not those that may come now");
            }
            received += count;
            receivedBytes += frame.remaining();
            heardAt = System.nanoTime() | 1;
            frames.add(frame);
        }
        arrival.run();
    }

    @Override
    public R poll() {
        if (current == null || current.remaining() == 0) {
            current = nextFrame();
        }
        if (current == null || unwanted) {
            return null;
        }
        int length = current.readInt();
        element.reset(current.array(), current.position(), length);
        current.skip(length);
        R value;
        try {
            value = entry.decodeResult(element);
            element.expectEnd();
        } catch (Throwable e) {
            fail(new TaskEncodingException("Element " + consumed + " of " + entry + " could not be read: " + FailureText.of(e),
                    e));
            return null;
        }
        consumed++;
        consumedBytes += Integer.BYTES + length;
        if (current.remaining() == 0) {
            letGoOn(false); // it makes the next ones while this one is consumed
        }
        if (value == null) {
            fail(new NullPointerException("element " + consumed + " of " + entry + " is null, which a stream cannot carry"));
        }
        return value;
    }

    private Decoder nextFrame() {
        Decoder next;
        synchronized (this) {
            next = frames.poll();
            element.allowing(allowed);
        }
        if (next == null) {
            letGoOn(true);
        }
        return next;
    }

    /** @param isDry whether the consumer has nothing left */
    private void letGoOn(boolean isDry) {
        WorkerHandle waiting;
        synchronized (this) {
            waiting = release(isDry) ? worker : null;
        }
        if (waiting != null) {
            waiting.process.order(WorkerSettings.WAKE);
        }
    }

    /**
     * Under this: lets the worker go on, if enough was taken, or nothing is left.
     *
     * @return whether it waits for that
     */
    private boolean release(boolean isDry) {
        if (worker == null || consumed == released) {
            return false;
        }
        boolean much = (consumed - released) * 2 >= ahead || (consumedBytes - releasedBytes) * 4 >= Credit.BYTES;
        if (!much && !isDry) {
            return false;
        }
        if (isDry && received == granted) {
            ahead = Math.min(2 * ahead, MOST_AHEAD);
        }
        released = consumed;
        releasedBytes = consumedBytes;
        granted = consumed + ahead;
        return worker.page.credit().grant(sequence, granted, consumedBytes);
    }

    /** The consumer takes nothing more, for that reason, whatever the worker has to say. */
    private void fail(Throwable problem) {
        boolean isRunning;
        synchronized (this) {
            isRunning = !over;
            over = true;
            failure = problem;
            worker = null;
            unwanted = true;
            frames.clear();
        }
        pool = null;
        if (isRunning) {
            dispatcher.cancel(this);
        }
    }

    /** After that the word of the worker belongs to its next stream. */
    private void end(Throwable problem) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = problem;
            worker = null;
        }
        pool = null;
        arrival.run();
    }

    @Override
    public synchronized boolean isOver() {
        return unwanted || over && frames.isEmpty() && (current == null || current.remaining() == 0);
    }

    @Override
    public synchronized Throwable failure() {
        return failure;
    }

    @Override
    public void cancel() {
        CancellationException closed = null;
        for (int tries = 0; !unwanted && closed == null; tries++) {
            try {
                closed = new CancellationException("The stream was closed");
            } catch (Error e) {
                if (!Shortage.pause(tries, e)) {
                    throw e;
                }
            }
        }
        if (closed != null) {
            fail(closed);
        }
    }

    @Override
    boolean isTold() {
        return over;
    }

    @Override
    void result(int index, Object count) {
        long all;
        synchronized (this) {
            all = received;
        }
        end((Long) count == all ? null
                : new TaskEncodingException(entry + " has ended after " + count + " elements, of which " + all + " came",
                        null));
    }

    @Override
    void failure(int index, Throwable problem) {
        end(problem);
    }

    @Override
    synchronized String subject() {
        return "Element " + received;
    }

    /** What was given to the consumer cannot be taken back. */
    @Override
    synchronized boolean mayBeRepeated() {
        return received == 0;
    }

    /** From one element to the next, without the time that the worker waits for the consumer. */
    @Override
    long countedNanos(WorkerHandle of, long now, long elapsed) {
        if (of.page.credit().isAwaited()) {
            heardAt = now | 1;
        }
        long heard = heardAt;
        return heard == 0 ? elapsed : Math.min(elapsed, Math.max(0, now - heard));
    }
}
