package io.quarkiverse.processpool.engine;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Parent side: a list whose elements hold each other. Putting one in or taking one out needs no memory, so nothing gets lost
 * between two lists when this process has none left. An element is in one chain at a time.
 */
final class Chain<E extends Chain.Link<E>> implements Iterable<E> {

    /** What can be in a chain. */
    abstract static class Link<E> {

        private E next;
    }

    private E first;
    private E last;
    private int size;

    E first() {
        return first;
    }

    /** The one behind that one, or null. */
    static <E extends Link<E>> E after(E element) {
        return ((Link<E>) element).next;
    }

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    void addFirst(E element) {
        link(element, first);
        first = element;
        last = last == null ? element : last;
        size++;
    }

    void addLast(E element) {
        insertAfter(last, element);
    }

    /** @param place after which it comes; null for the first place */
    void insertAfter(E place, E element) {
        if (place == null) {
            addFirst(element);
            return;
        }
        link(element, after(place));
        link(place, element);
        last = place == last ? element : last;
        size++;
    }

    /** Takes out the first one; null if there is none. */
    E pollFirst() {
        E taken = first;
        if (taken != null) {
            removeAfter(null);
        }
        return taken;
    }

    boolean contains(E element) {
        for (E each = first; each != null; each = after(each)) {
            if (each == element) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        while (pollFirst() != null) {
            // one by one: each may be put into another chain
        }
    }

    boolean remove(E element) {
        E before = null;
        for (E each = first; each != null; each = after(each)) {
            if (each == element) {
                removeAfter(before);
                return true;
            }
            before = each;
        }
        return false;
    }

    private void removeAfter(E before) {
        E gone = before == null ? first : after(before);
        E next = after(gone);
        if (before == null) {
            first = next;
        } else {
            link(before, next);
        }
        last = gone == last ? before : last;
        link(gone, null);
        size--;
    }

    private static <E extends Link<E>> void link(E element, E next) {
        ((Link<E>) element).next = next;
    }

    /** In the order of the chain, which is not to be changed meanwhile. */
    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {

            private E next = first;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public E next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                E given = next;
                next = after(given);
                return given;
            }
        };
    }
}
