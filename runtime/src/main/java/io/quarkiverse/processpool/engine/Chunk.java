package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: tasks of one stream that go to a worker together. It belongs to the thread that fills it, and to the pool when
 * it
 * is submitted; it can be cancelled by anybody at any time.
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
    /** Guarded by the run: so many of them wait for their outcome. */
    int waiting;

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
        } catch (RuntimeException | Error e) {
            slots.remove(slots.size() - 1);
            throw e;
        }
    }

    abstract void append(Task<R> task);

    final int size() {
        return slots.size();
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
        run.end(this, slots.get(index), value, null);
    }

    @Override
    final void failure(int index, Throwable problem) {
        run.end(this, slots.get(index), null, problem);
    }

    @Override
    final void delivered(int count) {
        run.emitSoon();
    }

    @Override
    final boolean isTold() {
        for (Slot slot : slots) {
            if (!slot.isDone) {
                return false;
            }
        }
        return true;
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
