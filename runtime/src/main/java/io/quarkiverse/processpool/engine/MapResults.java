package io.quarkiverse.processpool.engine;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Parent side: the results of one {@code map}, in segments, so that readers of several workers can store theirs without a lock
 * while the feeding thread adds room. Each index is stored once. When all are there, this is the list that the caller gets.
 * <p>
 * A large array of its own would be old for the collector as soon as it is made, and everything in it young: a million results
 * cost more to collect than to compute. So the segments stay, and become such an array when the list is made longer or shorter.
 */
final class MapResults<R> extends AbstractList<R> implements RandomAccess {

    private static final int BITS = 12;
    private static final int SEGMENT = 1 << BITS;

    private volatile Object[][] segments = new Object[1][];
    private int size;
    /** In place of the segments once it has become longer or shorter. */
    private ArrayList<R> changed;

    /**
     * Makes room for indexes below {@code end}; by one thread at a time, before a task with such an index is submitted.
     *
     * @return for how many there is room now
     */
    int makeRoom(int end) {
        int needed = (end + SEGMENT - 1) >>> BITS;
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

    /** The first so many results. */
    List<R> list(int count) {
        size = count;
        return this;
    }

    @Override
    public int size() {
        return changed == null ? size : changed.size();
    }

    @Override
    @SuppressWarnings("unchecked") // what was stored came as results of a Task<R>
    public R get(int index) {
        if (changed != null) {
            return changed.get(index);
        }
        checkIndex(index);
        return (R) segments[index >>> BITS][index & SEGMENT - 1];
    }

    @Override
    public R set(int index, R value) {
        if (changed != null) {
            return changed.set(index, value);
        }
        R before = get(index);
        store(index, value);
        return before;
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("Index " + index + " of " + size + " results");
        }
    }

    @Override
    public void add(int index, R value) {
        change().add(index, value);
        modCount++;
    }

    @Override
    public R remove(int index) {
        R removed = change().remove(index);
        modCount++;
        return removed;
    }

    @Override
    protected void removeRange(int from, int to) {
        change().subList(from, to).clear();
        modCount++;
    }

    @Override
    public Object[] toArray() {
        if (changed != null) {
            return changed.toArray();
        }
        Object[] all = new Object[size];
        for (int i = 0; i < size; i += SEGMENT) {
            System.arraycopy(segments[i >>> BITS], 0, all, i, Math.min(SEGMENT, size - i));
        }
        return all;
    }

    private ArrayList<R> change() {
        if (changed == null) {
            changed = new ArrayList<>(this);
            segments = null;
        }
        return changed;
    }
}
