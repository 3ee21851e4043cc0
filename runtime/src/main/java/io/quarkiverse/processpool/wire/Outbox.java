package io.quarkiverse.processpool.wire;

import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;

/**
 * Both sides: the part of the {@link SharedPage} in which a worker keeps the outcomes that it has not sent yet.
 * <p>
 * Outcomes of short tasks wait for each other, so that a write to the socket is not needed for each. Whatever ends
 * the worker meanwhile must not cost them: the parent finds them here. One that is being added at that moment does
 * not count yet, because the length is written last.
 */
public final class Outbox {

    static final int CAPACITY = 1 << 15;

    private static final int RECORD_HEADER = Long.BYTES;

    private final MappedByteBuffer page;
    private final int lengthAt;
    private final int dataAt;
    private int length;

    /** @param at where in the page it begins */
    Outbox(MappedByteBuffer page, int at) {
        this.page = page;
        this.lengthAt = at;
        this.dataAt = at + SharedPage.LINE;
    }

    /**
     * Worker: keeps the outcome of that task, as it stands in a frame of results: outcome byte, length, bytes.
     *
     * @return false if there is no room for it
     */
    public boolean keep(long sequence, byte[] bytes, int offset, int count) {
        if (count > CAPACITY - RECORD_HEADER - length) {
            return false;
        }
        int at = dataAt + length;
        page.putLong(at, sequence);
        page.put(at + RECORD_HEADER, bytes, offset, count);
        length += RECORD_HEADER + count;
        VarHandle.releaseFence();
        page.putInt(lengthAt, length);
        return true;
    }

    /** Worker: all outcomes are sent. */
    public void clear() {
        if (length > 0) {
            length = 0;
            page.putInt(lengthAt, 0);
        }
    }

    /**
     * Parent, of a dead worker: what it has kept: for each task the sequence number and the outcome. Some or all of
     * it may have been sent. Not to be trusted.
     */
    public Decoder kept() {
        int claimed = page.getInt(lengthAt);
        byte[] bytes = new byte[claimed < 0 || claimed > CAPACITY ? 0 : claimed];
        page.get(dataAt, bytes);
        return new Decoder(bytes);
    }
}
