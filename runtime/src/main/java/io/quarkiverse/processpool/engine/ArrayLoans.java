package io.quarkiverse.processpool.engine;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.processpool.wire.GrowingBytes;

/**
 * Parent side: large arrays for the arguments of tasks, used again and again. To make one costs as much as to fill it, and a
 * collector that has to see to many of them costs more than both. What is kept for later can be collected when memory is short.
 */
final class ArrayLoans implements GrowingBytes.Spares {

    /** Smaller ones are cheap. */
    static final int LARGE = 1 << 16;
    private static final int TOO_LARGE = 1 << 23;
    private static final int MOST_KEPT = 8;

    private final ArrayDeque<SoftReference<byte[]>> spare = new ArrayDeque<>();

    /** One array, until nobody looks at it any more. What is never given back is left to the collector. */
    static final class Loan {

        private final ArrayLoans home;
        private final byte[] array;
        /** How many writers have it before them. */
        private final AtomicInteger unwritten = new AtomicInteger();
        private volatile boolean isKept;

        Loan(ArrayLoans home, byte[] array) {
            this.home = home;
            this.array = array;
        }

        /** It is in line to be written to a worker. */
        void inLine() {
            unwritten.incrementAndGet();
        }

        void written() {
            unwritten.decrementAndGet();
        }

        /** Somebody may look at it after the tasks in it are done. */
        void keep() {
            isKept = true;
        }

        /** All tasks in it are done. A worker that answers what was not yet written to it does not get it filled anew. */
        void giveBack() {
            if (!isKept && unwritten.get() == 0) {
                isKept = true;
                try {
                    home.add(array);
                } catch (Error e) {
                    // it is left to the collector
                }
            }
        }
    }

    @Override
    public synchronized byte[] take(int atLeast) {
        for (Iterator<SoftReference<byte[]>> lastFirst = spare.descendingIterator(); lastFirst.hasNext();) {
            byte[] array = lastFirst.next().get();
            boolean fits = array != null && array.length >= atLeast && array.length <= 4L * atLeast;
            if (array == null || fits) {
                lastFirst.remove();
            }
            if (fits) {
                return array; // the one that was used last is nearest to the processor
            }
        }
        return null;
    }

    private synchronized void add(byte[] array) {
        if (array.length <= TOO_LARGE) {
            if (spare.size() == MOST_KEPT) {
                spare.pollFirst();
            }
            spare.addLast(new SoftReference<>(array));
        }
    }
}
