package io.quarkiverse.processpool.wire;

import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;

/**
 * Both sides: the part of the {@link SharedPage} in which the parent says how far the stream that a worker runs may be ahead of
 * its consumer.
 * <p>
 * A worker that may send no more says that it waits, and looks once more before it does; the parent writes first and then looks
 * whether it waits: so one of the two always sees the other.
 */
public final class Credit {

    /** So many elements may be sent before the parent has said anything. */
    public static final int FIRST_ITEMS = 128;
    /** An element may be sent while those that were not consumed have fewer bytes than that. */
    public static final int BYTES = 1 << 20;

    private static final int SEQUENCE = 0;
    private static final int ITEMS = 8;
    private static final int CONSUMED_BYTES = 16;
    private static final int WAITING = 64;

    private final MappedByteBuffer page;
    private final int at;

    /** @param at where in the page it begins */
    Credit(MappedByteBuffer page, int at) {
        this.page = page;
        this.at = at;
    }

    /**
     * Parent: lets the stream of that task send so many elements, counted from its beginning.
     *
     * @param consumedBytes of all elements that have left the parent
     * @return whether the worker waits for that, and is to be woken
     */
    public boolean grant(long sequence, long items, long consumedBytes) {
        if (page.getLong(at + SEQUENCE) > sequence) {
            return false; // the worker is past that stream
        }
        page.putLong(at + ITEMS, items);
        page.putLong(at + CONSUMED_BYTES, consumedBytes);
        VarHandle.releaseFence();
        page.putLong(at + SEQUENCE, sequence);
        VarHandle.fullFence();
        if (page.getLong(at + WAITING) == 0) {
            return false;
        }
        page.putLong(at + WAITING, 0);
        return true;
    }

    /** Worker: whether the stream of that task may send another element, after so many elements and bytes. */
    public boolean allows(long sequence, long items, long bytes) {
        VarHandle.acquireFence();
        boolean isOurs = page.getLong(at + SEQUENCE) == sequence;
        VarHandle.acquireFence();
        return items < (isOurs ? page.getLong(at + ITEMS) : FIRST_ITEMS)
                && bytes - (isOurs ? page.getLong(at + CONSUMED_BYTES) : 0) < BYTES;
    }

    /** Worker: says that it is about to wait; to be said again before each wait. */
    public void waits() {
        page.putLong(at + WAITING, 1);
        VarHandle.fullFence();
    }

    /** Worker: it goes on. */
    public void goesOn() {
        page.putLong(at + WAITING, 0);
    }

    /** Parent: whether the worker waits. */
    public boolean isAwaited() {
        VarHandle.acquireFence();
        return page.getLong(at + WAITING) == 1;
    }
}
