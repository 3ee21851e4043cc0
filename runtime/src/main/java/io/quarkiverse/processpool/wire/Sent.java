package io.quarkiverse.processpool.wire;

import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;

/**
 * Both sides: the part of the {@link SharedPage} in which one side says how many bytes it has written to the socket. That tells
 * the other when it is worth to read, and nothing else: whatever stands there, what comes is read from the socket.
 */
public final class Sent {

    private final MappedByteBuffer page;
    private final int at;
    private long written;

    /** @param at where in the page it is */
    Sent(MappedByteBuffer page, int at) {
        this.page = page;
        this.at = at;
    }

    /** The side that writes: so many more bytes. Any thread. */
    synchronized void add(int more) {
        written += more;
        VarHandle.releaseFence();
        page.putLong(at, written);
    }

    /** The side that reads: how many bytes were written, as far as the other side says. */
    long bytes() {
        VarHandle.acquireFence();
        return page.getLong(at);
    }
}
