package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: one run of {@link LookAhead}. Items are asked for as results leave, so no more than the bound are ever between
 * the source and the subscriber. Results are emitted by one thread at a time.
 */
final class LookAheadRun<A, R> implements Flow.Subscription, Flow.Subscriber<A> {

    /** There is place for so many at once: one that has its outcome is put there when there is no memory too. */
    private static final int MOST_READY = 1 << 16;
    /** When such a part of the look-ahead has left, new items are asked for. */
    private static final int ASK_PART = 4;

    private final Chunks<R> chunks;
    private final Gathering<R> gathering;
    private final Function<? super A, ? extends Task<R>> function;
    private final boolean ordered;
    private final Executor executor;
    private final Flow.Subscriber<? super R> subscriber;
    private final Turns turns = new Turns();
    private final Runnable emission = this::emit;
    private final Turns.Work work = this::emitWhatIsThere;
    /** Made while there is memory. */
    private final Runnable end = this::stop;

    /** Guarded by this. In order of the items, or of their completion. */
    private final ArrayDeque<Chunk.Slot> slots;
    private Flow.Subscription source;
    /** How many items may be between the source and the subscriber. */
    private int bound;
    /** So many of them were asked for and have not come. */
    private int expected;
    /** Whether the item that came last was the last of them. Belongs to the thread of the source. */
    private boolean isLastExpected;
    /** So many of these the source was not asked for yet, because somebody is asking it: one at a time does. */
    private int owed;
    private boolean isAsking;
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
        this.gathering = new Gathering<>(this, chunks);
        this.function = function;
        this.bound = chunks.lookAhead();
        this.slots = new ArrayDeque<>(Math.min(chunks.mostAhead(), MOST_READY) + 1);
        this.ordered = ordered;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    /**
     * That item has its outcome; {@link #emitSoon()} comes after it.
     *
     * @return false if it was given up, and this comes after all
     */
    synchronized boolean end(Chunk.Slot slot, Object result, Throwable problem) {
        if (slot.isDone) {
            return false;
        }
        slot.value = result;
        slot.failure = problem;
        slot.isDone = true;
        if (!ordered && !over) {
            slots.addLast(slot);
        }
        return true;
    }

    /** That chunk has all its outcomes. */
    void ended(Chunk<R> chunk) {
        gathering.ended(chunk);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            if (source != null || over) {
                subscription.cancel();
                return;
            }
            source = subscription;
            expected = bound;
            owed = bound;
        }
        askWhatIsOwed(subscription);
    }

    @Override
    public void onNext(A item) {
        Chunk.Slot slot = enter();
        if (slot == null) {
            return;
        }
        try {
            Task<R> task = function.apply(item); // which may wait, until those before it are done
            if (task == null) {
                throw new NullPointerException("the function given to imap made no task of " + item);
            }
            gathering.add(task, slot);
        } catch (Throwable e) { // it has no task that could be submitted
            end(slot, null, e);
            gathering.submitLast(); // what is before it has nothing to wait for
            emitSoon();
        }
        if (isLastExpected && mayAskForMore()) {
            ask(0);
        }
    }

    /** Whether more may be there at once, now that it is known how large the items are. */
    private synchronized boolean mayAskForMore() {
        return bound < chunks.atOnce();
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
                isLastExpected = --expected == 0;
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
        endOfItems(failure);
    }

    @Override
    public void onComplete() {
        endOfItems(null);
    }

    private void endOfItems(Throwable failure) {
        gathering.submitLast();
        synchronized (this) {
            sourceEnded = true;
            sourceFailure = failure;
        }
        emitSoon();
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
        synchronized (this) {
            over = true;
            upstream = source;
            slots.clear();
        }
        gathering.close();
        try {
            if (upstream != null) {
                upstream.cancel();
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // which it may not
        } finally {
            gathering.cancelAll();
        }
    }

    /** Has what has come emitted. */
    void emitSoon() {
        if (turns.ask()) {
            PoolThreads.executeOrRun(executor, emission);
        }
    }

    private void emit() {
        try {
            turns.take(work);
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

    /** @return whether more may come */
    private boolean emitWhatIsThere() {
        if (endIfViolated()) {
            return false;
        }
        gathering.submitRipe();
        int left = 0;
        int most = askAfter();
        Chunk.Slot slot;
        while ((slot = takeDone()) != null) {
            if (!emit(slot)) {
                return false;
            }
            if (++left == most) {
                ask(left);
                left = 0;
                most = askAfter();
            }
        }
        ask(left);
        return !endIfOver();
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
        try {
            subscriber.onNext((R) slot.value);
        } catch (VirtualMachineError | LinkageError e) {
            throw e; // for want of memory, perhaps on the way to it
        } catch (Throwable e) { // which it may not; it gets nothing more
            told = true;
            stop();
            throw e;
        }
        return true;
    }

    /**
     * Asks the source for items, as many as results have left if the look-ahead stays the same: for several at once, because a
     * source may have to be woken. Beyond what is read at once it grows by as many as have left at the most: somebody may want
     * no more than the first few.
     */
    private void ask(int left) {
        Flow.Subscription upstream;
        synchronized (this) {
            if (source == null || sourceEnded) {
                return;
            }
            upstream = source;
            int now = Math.min(Math.max(chunks.lookAhead(), bound - left), Math.max(bound + left, chunks.atOnce()));
            int items = left + now - bound;
            bound = now;
            expected += items;
            owed += items;
        }
        askWhatIsOwed(upstream);
    }

    /** A source that gives its items at once does so in here, and what is asked for meanwhile comes next. */
    private void askWhatIsOwed(Flow.Subscription upstream) {
        for (int items; (items = takeOwed()) > 0;) {
            boolean isAsked = false;
            try {
                upstream.request(items);
                isAsked = true;
            } catch (VirtualMachineError | LinkageError e) {
                throw e;
            } catch (Throwable e) { // which it may not: nothing more will come
                endOfItems(e);
            } finally {
                hasAsked(isAsked);
            }
        }
    }

    private synchronized int takeOwed() {
        if (isAsking) {
            return 0;
        }
        int items = owed;
        owed = 0;
        isAsking = items > 0;
        return items;
    }

    private synchronized void hasAsked(boolean all) {
        isAsking = false;
        owed = all ? owed : 0;
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
            if (over || !sourceEnded || !slots.isEmpty() || !gathering.isEmpty()) {
                return over;
            }
            over = true;
            failure = sourceFailure;
        }
        tell(failure);
        return true;
    }
}
