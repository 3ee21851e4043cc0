package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.WorkerInitException;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;

/**
 * Parent side: one {@code map}. It reads the items as the work goes on, never on the reader thread of a worker, and
 * sends them in chunks that take about half a millisecond, smaller ones towards the end, so that the workers end
 * together.
 */
final class MapCall<A, R> extends Receiver implements Call<List<R>>, TaskFuture.Owner {

    /** Chunks per worker that are under way at the most. */
    private static final int AHEAD = 4;
    /** Tasks per worker that are under way at the most, where a chunk is given that is smaller than a good one. */
    private static final int MOST_AHEAD = 512;
    /** Bytes per worker that are under way at the most, where that is several chunks: they are in the lane all at once. */
    private static final int MOST_BYTES_AHEAD = 3 << 20;
    private static final int LEAST_CHUNKS_AHEAD = 3;

    private final PoolCore core;
    private final Function<? super A, ? extends Task<R>> function;
    private final Iterator<? extends A> items;
    private final int total;
    private final int chunkSize;
    private final TaskFuture<List<R>> future;
    private final Turns turns = new Turns();
    private final Runnable feed = this::feed;
    private final Turns.Work work = this::feedWhatIsWanted;
    private final MapResults<R> results = new MapResults<>();

    /** Belong to the thread that feeds. */
    private final Encoder encoder;
    private Task<R> held;
    private volatile Thread feeder;
    /** Index of the next item that is written. */
    private int next;
    /** There is room for the results of the items below it. */
    private int room;

    /** Guarded by this. */
    private int fed;
    private int done;
    private int failed;
    private int window;
    private long endedAt;
    private boolean feedAsked;
    private boolean exhausted;
    private int failedIndex = Integer.MAX_VALUE;
    private Throwable failure;
    /** A worker whose initialisation has failed. */
    private long initFailedIn;

    private volatile boolean somethingSucceeded;
    /** Set under the pool's lock: the pool knows that the last task was submitted. */
    volatile boolean hasEnded;

    private final long submittedAt = System.nanoTime();

    /** @param chunkSize tasks in one chunk, or 0 to choose as they go */
    MapCall(PoolCore core, Function<? super A, ? extends Task<R>> function, Iterable<? extends A> items, int chunkSize) {
        this.core = core;
        this.function = function;
        this.encoder = core.ticketing().newEncoder();
        this.total = items instanceof Collection<?> collection ? collection.size() : -1;
        this.items = items.iterator();
        this.chunkSize = chunkSize;
        this.window = core.dispatcher().caretaker().size() * AHEAD;
        this.future = new TaskFuture<>(core.callbacks(), this);
    }

    @Override
    public CompletableFuture<List<R>> future() {
        return future;
    }

    /** In tasks; how many there are is known of a collection, and of other items when the last was read. */
    @Override
    public synchronized Progress progress() {
        long until = endedAt == 0 ? System.nanoTime() : endedAt;
        return new Progress(done, exhausted ? fed : Math.max(total, 0), failed, Duration.ofNanos(until - submittedAt));
    }

    @Override
    public void futureCancelled() {
        endOfItems(null);
        try {
            core.dispatcher().cancel(this);
        } finally {
            core.threads().execute(feed);
        }
    }

    @Override
    boolean isTold() {
        return future.isSettled();
    }

    /** A thread that waits for the next item may do so for as long as it likes. */
    @Override
    int lost(Error problem) {
        if (isBeingFed()) {
            return 0;
        }
        synchronized (this) {
            if (turns.isOne() || !exhausted) {
                endOfItems(problem); // what it was about to submit is lost
            }
        }
        finishIfDone();
        core.dispatcher().admission().callEnds(this);
        if (future.isSettled()) {
            return 0;
        }
        settle(0, problem);
        synchronized (this) {
            return fed - done;
        }
    }

    private boolean isBeingFed() {
        Thread thread = feeder;
        if (thread != null && thread.isAlive() && turns.isOne()) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getClassName().equals(MapCall.class.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Submits chunks until enough are under way. One thread at a time does it, for all that ask. */
    void feed() {
        if (!turns.ask()) {
            return;
        }
        feeder = Thread.currentThread();
        boolean isFed = false;
        for (int tries = 0; !isFed; tries++) {
            try {
                turns.take(work);
                finishIfDone();
                isFed = true;
            } catch (Error e) { // where nothing makes anything, too: see Taken
                endOfItems(e);
                isFed = !Shortage.pause(tries, e);
            }
        }
    }

    private boolean feedWhatIsWanted() {
        try {
            while (wantsMore()) {
                submitChunk();
            }
        } catch (Throwable e) {
            endOfItems(e);
        }
        if (isSubmitted()) {
            giveUpHeld();
            core.dispatcher().admission().callEnds(this);
        }
        return true;
    }

    private synchronized boolean wantsMore() {
        feedAsked = false;
        return !exhausted && fed - done < window;
    }

    /** Whether the last chunk was submitted, and the pool does not know it yet. */
    private synchronized boolean isSubmitted() {
        return exhausted && !hasEnded;
    }

    /** There is one if the call has ended before its items did. */
    private void giveUpHeld() {
        if (held != null) {
            core.ticketing().giveUp(held, encoder);
            held = null;
        }
    }

    private void submitChunk() {
        Task<R> task = take();
        if (task == null) {
            return;
        }
        int first = next;
        EntryPoint<?, ?> entry = task.entryPoint();
        Pace pace = core.dispatcher().paces().of(entry);
        int wanted = wanted(pace, first);
        int count = 0;
        encoder.reset(Ticketing.CHUNK_BYTES);
        while (task != null && append(task)) {
            count++;
            if (count == wanted || encoder.size() >= Ticketing.CHUNK_BYTES) {
                break;
            }
            task = take();
            if (task != null && task.entryPoint() != entry) {
                held = task;
                break;
            }
        }
        synchronized (this) {
            fed = next;
        }
        if (count > 0) {
            submit(entry, pace, first, count);
        }
    }

    /** Writes one task; one that cannot be written fails, and ends the chunk. */
    private boolean append(Task<R> task) {
        try {
            if (next >= room) {
                room = results.makeRoom(next + 1);
            }
            core.ticketing().append(task, encoder);
        } catch (Error e) { // which ends the call
            core.ticketing().giveUpAll(encoder);
            throw e;
        } catch (Throwable e) {
            synchronized (this) {
                fail(next++, e);
                done++;
                failed++;
            }
            return false;
        }
        next++;
        return true;
    }

    private void submit(EntryPoint<?, ?> entry, Pace pace, int first, int count) {
        Ticket ticket = null;
        try {
            ticket = core.ticketing().ticket(entry, pace, this, core.dispatcher().newIds(count), first, count, encoder);
            chooseWindow(ticket);
            Throwable problem = core.dispatcher().admission().submitOfOpenCall(ticket);
            if (problem != null) {
                endOfItems(problem);
            }
        } catch (Error e) { // before anything was submitted
            if (ticket != null) {
                ticket.closeInputs();
            }
            synchronized (this) {
                fail(first, e);
                done += count;
                failed += count;
            }
            endOfItems(e);
        }
    }

    private synchronized void chooseWindow(Ticket ticket) {
        int ahead = Math.max(ticket.count * AHEAD,
                Math.min(MOST_AHEAD, core.dispatcher().paces().goodChunk(ticket.pace) * AHEAD));
        int inBytes = Math.max(LEAST_CHUNKS_AHEAD, MOST_BYTES_AHEAD / (ticket.length + 1)) * ticket.count;
        window = Math.min(ahead, inBytes) * core.dispatcher().caretaker().size();
    }

    /** The task of the next item; null at the end of the items, or if they or the function failed. */
    private Task<R> take() {
        Task<R> task = held;
        held = null;
        if (task != null) {
            return task;
        }
        try {
            if (items.hasNext()) {
                task = function.apply(items.next());
                if (task == null) {
                    throw new NullPointerException("the function given to map made no task of item " + next);
                }
                return task;
            }
            endOfItems(null);
        } catch (Throwable e) {
            endOfItems(e);
        }
        return null;
    }

    private int wanted(Pace pace, int first) {
        if (chunkSize > 0) {
            return chunkSize;
        }
        int good = core.dispatcher().paces().goodChunk(pace);
        return total < 0 ? good : Math.max(1, Math.min(good, (total - first) / (2 * core.dispatcher().caretaker().size())));
    }

    /** There are no more items; if reading them failed (on the thread that feeds), the call fails at the next one. */
    private synchronized void endOfItems(Throwable problem) {
        exhausted = true;
        if (problem != null) {
            fail(next, problem);
        }
    }

    private void fail(int index, Throwable problem) {
        if (index < failedIndex) {
            failedIndex = index;
            failure = problem;
        }
    }

    @Override
    void result(int index, Object value) {
        results.store(index, value);
        if (!somethingSucceeded) {
            somethingSucceeded = true;
        }
    }

    @Override
    synchronized void failure(int index, Throwable problem) {
        failed++;
        fail(index, problem);
        if (problem instanceof WorkerInitException init && !somethingSucceeded) {
            exhausted |= initFailedIn != 0 && initFailedIn != init.pid(); // the next worker will say the same
            initFailedIn = init.pid();
        }
    }

    @Override
    void delivered(int count) {
        boolean ask;
        synchronized (this) {
            done += count;
            ask = !feedAsked && (exhausted ? done == fed : fed - done <= window / 2);
            feedAsked |= ask;
        }
        if (ask) {
            core.threads().execute(feed);
        }
    }

    private void finishIfDone() {
        Throwable problem;
        int size;
        synchronized (this) {
            if (!exhausted || done < fed) {
                return;
            }
            problem = failure;
            size = fed;
            endedAt = endedAt == 0 ? System.nanoTime() : endedAt;
        }
        settle(size, problem);
    }

    /** @param problem null if the first so many results are what the call was for */
    private void settle(int size, Throwable problem) {
        if (!future.isDone()) {
            future.settle(problem == null ? results.list(size) : null, problem);
        }
        pool = null;
    }
}
