package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: one run of {@link LookAhead}. Items are asked for as results leave, so no more than the bound are ever between
 * the source and the subscriber. Results are emitted by one thread at a time.
 */
final class LookAheadRun<A, R> implements Flow.Subscription, Flow.Subscriber<A> {

    /** There is place for so many at once: one that has its outcome is put there when there is no memory too. */
    private static final int MOST_READY = 1 << 20;
    /** When such a part of the look-ahead has left, new items are asked for. */
    private static final int ASK_PART = 4;

    private final Chunks<R> chunks;
    private final Function<? super A, ? extends Task<R>> function;
    private final boolean ordered;
    private final Executor executor;
    private final Flow.Subscriber<? super R> subscriber;
    private final AtomicInteger emitting = new AtomicInteger();
    private final Runnable emission = this::emit;
    /** Made while there is memory. */
    private final Runnable end = this::stop;

    /** Guarded by this. In order of the items, or of their completion. */
    private final ArrayDeque<Chunk.Slot> slots;
    private final Set<Chunk<R>> running = new HashSet<>();
    /** Not submitted yet, and for more tasks; null if there is none, or the thread of the source has it. */
    private Chunk<R> open;
    private Flow.Subscription source;
    /** How many items may be between the source and the subscriber. */
    private int bound;
    private long requested;
    private boolean sourceEnded;
    private Throwable sourceFailure;
    private Throwable violation;
    private boolean over;
    /** The subscriber was told how it has ended, which is done once; that of who emits. */
    private boolean told;

    LookAheadRun(Chunks<R> chunks, Function<? super A, ? extends Task<R>> function, boolean ordered, Executor executor,
            Flow.Subscriber<? super R> subscriber) {
        this.chunks = chunks;
        this.function = function;
        this.bound = chunks.lookAhead();
        this.slots = new ArrayDeque<>(Math.min(chunks.mostAhead(), MOST_READY) + 1);
        this.ordered = ordered;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    /** That outcome has come. */
    void end(Chunk<R> chunk, Chunk.Slot slot, Object result, Throwable problem) {
        synchronized (this) {
            if (slot.isDone) {
                return; // it was given up, and comes after all
            }
            slot.value = result;
            slot.failure = problem;
            slot.isDone = true;
            if (--chunk.waiting == 0) {
                running.remove(chunk);
                chunk.pool = null;
            }
            addIfUnordered(slot);
        }
    }

    private void addIfUnordered(Chunk.Slot done) {
        if (!ordered && !over) {
            slots.addLast(done);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        int first;
        synchronized (this) {
            if (source != null || over) {
                subscription.cancel();
                return;
            }
            source = subscription;
            first = bound;
        }
        subscription.request(first);
    }

    @Override
    public void onNext(A item) {
        Chunk.Slot slot = enter();
        if (slot == null) {
            return;
        }
        Chunk<R> chunk = null;
        try {
            Task<R> task = function.apply(item); // which may wait, until those before it are done
            if (task == null) {
                throw new NullPointerException("the function given to imap made no task of " + item);
            }
            chunk = takeOpen();
            if (chunk != null && !chunk.accepts(task)) {
                submit(chunk);
                chunk = null;
            }
            if (chunk == null) {
                chunk = chunks.next(this);
            }
            chunk.add(task, slot);
        } catch (RuntimeException | Error e) {
            fail(slot, e);
        }
        if (chunk != null && chunk.size() > 0) {
            pass(chunk);
        }
    }

    private synchronized Chunk<R> takeOpen() {
        Chunk<R> chunk = open;
        open = null;
        return chunk;
    }

    /** Of an item that has no task which could be submitted. */
    private void fail(Chunk.Slot slot, Throwable problem) {
        synchronized (this) {
            slot.failure = problem;
            slot.isDone = true;
            addIfUnordered(slot);
        }
        emitSoon();
    }

    /**
     * Submits it, or leaves it open for more items: then others are under way, and the end of each of them looks at it again.
     */
    private void pass(Chunk<R> chunk) {
        synchronized (this) {
            if (!over && chunk.canWait(running.size())) {
                open = chunk;
                return;
            }
        }
        submit(chunk);
    }

    private void submit(Chunk<R> chunk) {
        boolean isWanted = false;
        try {
            isWanted = begin(chunk);
            if (isWanted) {
                chunk.submit();
            }
        } catch (RuntimeException | Error e) {
            chunk.failRest(e);
        }
        if (!isWanted) {
            chunk.giveUp();
        }
    }

    /** @return false if nobody wants it any more */
    private synchronized boolean begin(Chunk<R> chunk) {
        chunk.waiting = chunk.size();
        return !over && running.add(chunk);
    }

    /** Does not keep waiting what nothing else is before. */
    private void submitOpen() {
        Chunk<R> chunk;
        synchronized (this) {
            if (open == null || !sourceEnded && open.canWait(running.size())) {
                return;
            }
            chunk = open;
            open = null;
        }
        submit(chunk);
    }

    /** A place for the next item; null if it is not wanted, or there is none, which ends the run. */
    private Chunk.Slot enter() {
        Chunk.Slot slot = null;
        try {
            slot = new Chunk.Slot();
            synchronized (this) {
                if (over || sourceEnded) {
                    return null;
                }
                if (ordered) {
                    slots.addLast(slot);
                }
            }
            return slot;
        } catch (VirtualMachineError | LinkageError e) {
            Flow.Subscription upstream;
            synchronized (this) {
                slots.remove(slot);
                upstream = source;
            }
            upstream.cancel();
            onError(e);
            return null;
        }
    }

    @Override
    public void onError(Throwable failure) {
        submitLast();
        synchronized (this) {
            sourceEnded = true;
            sourceFailure = failure;
        }
        emitSoon();
    }

    @Override
    public void onComplete() {
        submitLast();
        synchronized (this) {
            sourceEnded = true;
        }
        emitSoon();
    }

    /** Now: who closes the pool next has submitted all that the source has given. */
    private void submitLast() {
        Chunk<R> last = takeOpen();
        if (last != null) {
            submit(last);
        }
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            if (n <= 0) {
                violation = new IllegalArgumentException(
                        "a request for " + n + " results; at least 1 (Reactive Streams 3.9)");
            } else {
                requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
            }
        }
        emitSoon();
    }

    @Override
    public void cancel() {
        stop();
    }

    /** Ends the run: nothing more is read, and what is running is cancelled. */
    private void stop() {
        Flow.Subscription upstream;
        List<Chunk<R>> left;
        Chunk<R> unsubmitted;
        synchronized (this) {
            over = true;
            left = List.copyOf(running);
            upstream = source;
            slots.clear();
            unsubmitted = open;
            open = null;
        }
        if (unsubmitted != null) {
            unsubmitted.giveUp();
        }
        if (upstream != null) {
            upstream.cancel();
        }
        for (Chunk<R> chunk : left) {
            chunk.cancel();
        }
    }

    /** Has what has come emitted. */
    void emitSoon() {
        if (emitting.getAndIncrement() == 0) {
            executor.execute(emission);
        }
    }

    private void emit() {
        try {
            emitAll();
        } catch (VirtualMachineError | LinkageError e) {
            failForWantOfMemory(e);
        }
    }

    private void failForWantOfMemory(Error problem) {
        Shortage.persist(end);
        tell(problem);
    }

    /** @param failure null if all has gone well */
    private void tell(Throwable failure) {
        if (told) {
            return;
        }
        told = true;
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    private void emitAll() {
        int asked;
        do {
            asked = emitting.get();
            if (endIfViolated()) {
                return;
            }
            submitOpen();
            int left = 0;
            int most = askAfter();
            Chunk.Slot slot;
            while ((slot = takeDone()) != null) {
                if (!emit(slot)) {
                    return;
                }
                if (++left == most) {
                    ask(left);
                    left = 0;
                    most = askAfter();
                }
            }
            ask(left);
            if (endIfOver()) {
                return;
            }
        } while (!emitting.compareAndSet(asked, 0));
    }

    private synchronized Chunk.Slot takeDone() {
        Chunk.Slot first = slots.peekFirst();
        if (over || first == null || !first.isDone || requested == 0 && first.failure == null) {
            return null;
        }
        requested -= first.failure == null && requested != Long.MAX_VALUE ? 1 : 0;
        return slots.pollFirst();
    }

    @SuppressWarnings("unchecked") // what arrives came as the result of a Task<R>
    private boolean emit(Chunk.Slot slot) {
        if (slot.failure != null) {
            stop();
            tell(slot.failure);
            return false;
        }
        if (slot.value == null) {
            stop();
            tell(new NullPointerException("a task of a stream returned null, which a stream cannot carry"));
            return false;
        }
        subscriber.onNext((R) slot.value);
        return true;
    }

    /**
     * Asks the source for items, as many as results have left if the look-ahead stays the same: for several at once, because a
     * source may have to be woken. It grows by as many as have left at the most: somebody may want no more than the first few.
     */
    private void ask(int left) {
        Flow.Subscription upstream;
        int items;
        synchronized (this) {
            if (source == null || sourceEnded) {
                return;
            }
            upstream = source;
            int now = Math.min(Math.max(chunks.lookAhead(), bound - left), bound + left);
            items = left + now - bound;
            bound = now;
        }
        if (items > 0) {
            upstream.request(items);
        }
    }

    private synchronized int askAfter() {
        return Math.max(1, bound / ASK_PART);
    }

    private boolean endIfViolated() {
        Throwable failure;
        synchronized (this) {
            failure = over ? null : violation;
        }
        if (failure != null) {
            stop();
            tell(failure);
        }
        return failure != null;
    }

    private boolean endIfOver() {
        Throwable failure;
        synchronized (this) {
            if (over || !sourceEnded || !slots.isEmpty() || !running.isEmpty() || open != null) {
                return over;
            }
            over = true;
            failure = sourceFailure;
        }
        tell(failure);
        return true;
    }
}
