package io.quarkiverse.processpool.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.processpool.Task;

/**
 * Parent side: the tasks of one run of a stream on their way into chunks, and the chunks that are under way. The thread of the
 * source adds tasks, one at a time. A chunk is open for more as long as others are under way, and whoever emits looks at it
 * again when one of these has ended.
 */
final class Gathering<R> {

    private final LookAheadRun<?, R> run;
    private final Chunks<R> chunks;

    /** Guarded by this. */
    private final Set<Chunk<R>> underWay = new HashSet<>();
    /** Null if there is none, or the thread of the source has it. */
    private Chunk<R> open;
    private boolean isClosed;

    Gathering(LookAheadRun<?, R> run, Chunks<R> chunks) {
        this.run = run;
        this.chunks = chunks;
    }

    /** Takes a task on; if it throws, that one task cannot be submitted. */
    void add(Task<R> task, Chunk.Slot slot) {
        Chunk<R> chunk = takeOpen();
        try {
            if (chunk != null && !chunk.accepts(task)) {
                submit(chunk);
                chunk = null;
            }
            if (chunk == null) {
                chunk = chunks.next(run);
            }
            chunk.add(task, slot);
        } finally {
            if (chunk != null && chunk.size() > 0) {
                pass(chunk);
            }
        }
    }

    private synchronized Chunk<R> takeOpen() {
        Chunk<R> chunk = open;
        open = null;
        return chunk;
    }

    private void pass(Chunk<R> chunk) {
        synchronized (this) {
            if (canWait(chunk)) {
                open = chunk;
                return;
            }
        }
        submit(chunk);
    }

    private boolean canWait(Chunk<R> chunk) {
        return !isClosed && chunk.canWait(underWay.size());
    }

    /** Of those who emit: what is open does not wait when nothing is before it. */
    void submitRipe() {
        Chunk<R> chunk;
        synchronized (this) {
            if (open == null || canWait(open)) {
                return;
            }
            chunk = takeOpen();
        }
        submit(chunk);
    }

    /** There are no more items. Now: who closes the pool next has submitted all that the source has given. */
    void submitLast() {
        Chunk<R> last = takeOpen();
        if (last != null) {
            submit(last);
        }
    }

    private void submit(Chunk<R> chunk) {
        boolean isWanted = false;
        try {
            isWanted = begin(chunk);
            if (isWanted) {
                chunk.submit();
            }
        } catch (Throwable e) {
            chunk.failRest(e);
        }
        if (!isWanted) {
            chunk.giveUp();
        }
    }

    /** @return false if nobody wants it any more */
    private synchronized boolean begin(Chunk<R> chunk) {
        chunk.begin();
        return !isClosed && underWay.add(chunk);
    }

    /** All of its tasks have their outcome. */
    synchronized void ended(Chunk<R> chunk) {
        underWay.remove(chunk);
    }

    synchronized boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Nothing more is submitted. */
    void close() {
        Chunk<R> unsubmitted;
        synchronized (this) {
            isClosed = true;
            unsubmitted = takeOpen();
        }
        if (unsubmitted != null) {
            unsubmitted.giveUp();
        }
    }

    /** After {@link #close()}. */
    void cancelAll() {
        List<Chunk<R>> left;
        synchronized (this) {
            left = List.copyOf(underWay);
        }
        for (Chunk<R> chunk : left) {
            chunk.cancel();
        }
    }
}
