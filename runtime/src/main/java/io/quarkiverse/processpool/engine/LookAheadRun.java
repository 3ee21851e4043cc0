package io.quarkiverse.processpool.engine;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: one run of {@link LookAhead}. Items are asked for as results leave, so no more than the bound are ever between
 * the source and the subscriber. Results are emitted by one thread at a time.
 */
final class LookAheadRun<A, R> implements Flow.Subscription, Flow.Subscriber<A> {

    /** There is place for so many at once: one that has its outcome is put there when there is no memory too. */
    private static final int MOST_READY = 1 << 20;

    private final BiFunction<Task<R>, Receiver, Runnable> run;
    private final Function<? super A, ? extends Task<R>> function;
    private final int bound;
    /** So many results may leave before new items are asked for. */
    private final int askAfter;
    private final boolean ordered;
    private final Executor executor;
    private final Flow.Subscriber<? super R> subscriber;
    private final AtomicInteger emitting = new AtomicInteger();
    private final Runnable emission = this::emit;
    /** Made while there is memory. */
    private final Runnable end = this::stop;

    /** Guarded by this. In order of the items, or of their completion. */
    private final ArrayDeque<Slot> slots;
    private final Set<Slot> running = new HashSet<>();
    private Flow.Subscription source;
    private long requested;
    private boolean sourceEnded;
    private Throwable sourceFailure;
    private Throwable violation;
    private boolean over;
    /** The subscriber was told how it has ended, which is done once; that of who emits. */
    private boolean told;

    LookAheadRun(BiFunction<Task<R>, Receiver, Runnable> run, Function<? super A, ? extends Task<R>> function, int bound,
            boolean ordered, Executor executor, Flow.Subscriber<? super R> subscriber) {
        this.run = run;
        this.function = function;
        this.bound = bound;
        this.askAfter = Math.max(1, bound / 4);
        this.slots = new ArrayDeque<>(Math.min(bound, MOST_READY) + 1);
        this.ordered = ordered;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    /** One item: where its outcome arrives. */
    private final class Slot extends Receiver {

        private Object value;
        private Throwable failure;
        private volatile boolean done;
        private Runnable cancel;

        @Override
        void result(int index, Object result) {
            end(result, null);
        }

        @Override
        void failure(int index, Throwable problem) {
            end(null, problem);
        }

        @Override
        boolean isTold() {
            return done;
        }

        private void end(Object result, Throwable problem) {
            synchronized (LookAheadRun.this) {
                if (done) {
                    return; // it was given up, and comes after all
                }
                value = result;
                failure = problem;
                done = true;
                running.remove(this);
                if (!ordered && !over) {
                    slots.addLast(this);
                }
            }
            emitSoon();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            if (source != null || over) {
                subscription.cancel();
                return;
            }
            source = subscription;
        }
        subscription.request(bound);
    }

    @Override
    public void onNext(A item) {
        Slot slot = enter();
        if (slot == null) {
            return;
        }
        Runnable cancel;
        try {
            Task<R> task = function.apply(item);
            if (task == null) {
                throw new NullPointerException("the function given to imap made no task of " + item);
            }
            cancel = run.apply(task, slot);
        } catch (RuntimeException | Error e) {
            slot.failure(0, e);
            return;
        }
        boolean tooLate;
        synchronized (this) {
            slot.cancel = cancel;
            tooLate = over && !slot.done;
        }
        if (tooLate) {
            cancel.run();
        }
    }

    /** A place for the next item; null if it is not wanted, or there is none, which ends the run. */
    private Slot enter() {
        Slot slot = null;
        try {
            slot = new Slot();
            synchronized (this) {
                if (over || sourceEnded) {
                    return null;
                }
                running.add(slot);
                if (ordered) {
                    slots.addLast(slot);
                }
            }
            return slot;
        } catch (VirtualMachineError | LinkageError e) {
            Flow.Subscription upstream;
            synchronized (this) {
                running.remove(slot);
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
        synchronized (this) {
            sourceEnded = true;
            sourceFailure = failure;
        }
        emitSoon();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            sourceEnded = true;
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
        List<Slot> left;
        synchronized (this) {
            over = true;
            upstream = source;
            left = List.copyOf(running);
            slots.clear();
        }
        if (upstream != null) {
            upstream.cancel();
        }
        for (Slot slot : left) {
            Runnable cancel;
            synchronized (this) {
                cancel = slot.cancel;
            }
            if (cancel != null) {
                cancel.run();
            }
        }
    }

    private void emitSoon() {
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
            int left = 0;
            Slot slot;
            while ((slot = takeDone()) != null) {
                if (!emit(slot)) {
                    return;
                }
                if (++left == askAfter) {
                    ask(left);
                    left = 0;
                }
            }
            ask(left);
            if (endIfOver()) {
                return;
            }
        } while (!emitting.compareAndSet(asked, 0));
    }

    private synchronized Slot takeDone() {
        Slot first = slots.peekFirst();
        if (over || first == null || !first.done || requested == 0 && first.failure == null) {
            return null;
        }
        requested -= first.failure == null && requested != Long.MAX_VALUE ? 1 : 0;
        return slots.pollFirst();
    }

    @SuppressWarnings("unchecked") // what arrives came as the result of a Task<R>
    private boolean emit(Slot slot) {
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

    /** Asks the source for as many items as results have left: for several at once, because a source may have to be woken. */
    private void ask(int items) {
        Flow.Subscription upstream;
        synchronized (this) {
            upstream = items == 0 || sourceEnded ? null : source;
        }
        if (upstream != null) {
            upstream.request(items);
        }
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
            if (over || !sourceEnded || !slots.isEmpty() || !running.isEmpty()) {
                return over;
            }
            over = true;
            failure = sourceFailure;
        }
        tell(failure);
        return true;
    }
}
