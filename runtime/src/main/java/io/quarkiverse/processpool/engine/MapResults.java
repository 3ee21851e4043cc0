package io.quarkiverse.processpool.engine;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parent side: the results of one {@code map}, in segments, so that readers of several workers can store theirs without a lock
 * while the feeding thread adds room. Each index is stored once.
 */
final class MapResults {

    private static final int BITS = 12;
    private static final int SEGMENT = 1 << BITS;

    private volatile Object[][] segments = new Object[1][];

    /**
     * Makes room for indexes below {@code size}; by one thread at a time, before a task with such an index is submitted.
     *
     * @return for how many there is room now
     */
    int makeRoom(int size) {
        int needed = (size + SEGMENT - 1) >>> BITS;
        Object[][] now = segments;
        if (needed > now.length) {
            now = Arrays.copyOf(now, Math.max(needed, now.length * 2));
        }
        for (int i = needed - 1; i >= 0 && now[i] == null; i--) {
            now[i] = new Object[SEGMENT];
        }
        segments = now;
        return needed << BITS;
    }

    void store(int index, Object value) {
        segments[index >>> BITS][index & SEGMENT - 1] = value;
    }

    /** The first so many results, in a list of the caller's own. */
    <R> List<R> list(int size) {
        return new ArrayList<>(new AbstractList<R>() {
            @Override
            @SuppressWarnings("unchecked") // what was stored came as results of a Task<R>
            public R get(int index) {
                return (R) segments[index >>> BITS][index & SEGMENT - 1];
            }

            @Override
            public int size() {
                return size;
            }

            /** What the list takes over; a million items are not to be asked for one by one. */
            @Override
            public Object[] toArray() {
                Object[] all = new Object[size];
                for (int i = 0; i < size; i += SEGMENT) {
                    System.arraycopy(segments[i >>> BITS], 0, all, i, Math.min(SEGMENT, size - i));
                }
                return all;
            }
        });
    }
}
