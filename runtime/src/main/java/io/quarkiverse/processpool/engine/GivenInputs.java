package io.quarkiverse.processpool.engine;

import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.processpool.wire.EncodingException;

/** Parent side: the streams that are arguments of the tasks of one pool, until those tasks are done. */
final class GivenInputs {

    /**
     * What was ever given, as long as it lives: after its first task there may be nothing in it, and that is no error to see.
     */
    private static final Set<Known> KNOWN = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<InputStream> FORGOTTEN = new ReferenceQueue<>();

    /** A stream whose close() does not return keeps one of them. */
    private static final int MOST_CLOSERS = 16;

    private final Queue<GivenInput> toClose = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closers = new AtomicInteger();
    private final Set<GivenInput> all = ConcurrentHashMap.newKeySet();
    private final Executor threads;

    GivenInputs(Executor threads) {
        this.threads = threads;
    }

    /** @throws EncodingException if it was given before */
    GivenInput add(InputStream source, int index) {
        for (Reference<?> gone; (gone = FORGOTTEN.poll()) != null;) {
            KNOWN.remove(gone);
        }
        if (!KNOWN.add(new Known(source))) {
            throw new EncodingException("the InputStream " + source.getClass().getName() + " was given to a task before,"
                    + " and can be read once; a task that has one can be submitted once");
        }
        GivenInput input = new GivenInput(ByteBuffer.wrap(Unguessable.bytes(Long.BYTES)).getLong(), index, source, this);
        all.add(input);
        return input;
    }

    /** Nobody wants the outcomes of that call any more. */
    void cancel(Receiver receiver) {
        for (GivenInput input : all) {
            if (input.receiver == receiver) {
                input.close();
            }
        }
    }

    void isOver(GivenInput input) {
        all.remove(input);
    }

    /** Does what takes as long as a task. */
    void aside(Runnable work) {
        threads.execute(work);
    }

    /** Has it closed, by one of a few threads: there may be thousands that will never be read. */
    void close(GivenInput input) {
        toClose.add(input);
        if (enter()) {
            try {
                threads.execute(this::closeAll);
            } catch (Throwable e) { // no thread at the moment: the next one that is closed tries again
                closers.decrementAndGet();
            }
        }
    }

    private boolean enter() {
        int now = closers.get();
        while (now < MOST_CLOSERS) {
            if (closers.compareAndSet(now, now + 1)) {
                return true;
            }
            now = closers.get();
        }
        return false;
    }

    private void closeAll() {
        do {
            GivenInput next;
            while ((next = toClose.poll()) != null) {
                next.closeSource();
            }
            closers.decrementAndGet();
        } while (!toClose.isEmpty() && enter()); // one that came at this moment, when there were enough
    }

    /** The same stream, and not one that says to be equal to it. */
    private static final class Known extends WeakReference<InputStream> {

        private final int hash;

        Known(InputStream stream) {
            super(stream, FORGOTTEN);
            hash = System.identityHashCode(stream);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            InputStream own = get();
            return this == other || own != null && other instanceof Known known && known.get() == own;
        }
    }
}
