package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: tasks of one stream that go to a worker together. Until it is submitted it belongs to the thread that fills it.
 * Anybody can cancel it at any time.
 */
abstract class Chunk<R> extends Receiver {

    /** One item of the stream: where its outcome arrives. */
    static final class Slot {

        Object value;
        Throwable failure;
        volatile boolean isDone;
    }

    private final LookAheadRun<?, R> run;
    private final List<Slot> slots = new ArrayList<>();
    /** So many of them have no outcome yet, since it was begun with. */
    private final AtomicInteger waiting = new AtomicInteger();

    Chunk(LookAheadRun<?, R> run) {
        this.run = run;
    }

    /** Whether that task can go along with those that are in it. */
    abstract boolean accepts(Task<R> task);

    /** Takes a task along; if it throws, all is as before. */
    final void add(Task<R> task, Slot slot) {
        slots.add(slot);
        try {
            append(task);
        } catch (Throwable e) {
            slots.remove(slots.size() - 1);
            throw e;
        }
    }

    abstract void append(Task<R> task);

    final int size() {
        return slots.size();
    }

    /** It is full, and is about to be submitted. */
    final void begin() {
        waiting.set(size());
    }

    /** @return whether it is worth while to wait for more of them, while so many other chunks of the stream are under way */
    abstract boolean canWait(int underWay);

    /** Fails those that cannot be submitted. */
    abstract void submit();

    abstract void cancel();

    /** Its tasks will not be submitted. */
    abstract void giveUp();

    @Override
    final void result(int index, Object value) {
        end(index, value, null);
    }

    @Override
    final void failure(int index, Throwable problem) {
        end(index, null, problem);
    }

    private void end(int index, Object value, Throwable problem) {
        if (run.end(slots.get(index), value, problem) && waiting.decrementAndGet() == 0) {
            run.ended(this);
        }
    }

    @Override
    final void delivered(int count) {
        run.emitSoon();
    }

    @Override
    final boolean isTold() {
        return waiting.get() == 0;
    }

    @Override
    final int lost(Error problem) {
        return failRest(problem);
    }

    /** All of them fail that have no outcome yet; answers how many that are. */
    final int failRest(Throwable problem) {
        int failed = 0;
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).isDone) {
                failure(i, problem);
                failed++;
            }
        }
        run.emitSoon();
        return failed;
    }
}
