package io.quarkiverse.processpool.worker;

import java.nio.ByteBuffer;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.SharedPage;

/** Worker side: where large results are written, at once or when they are complete. */
final class ResultLane implements Encoder.Room {

    private final Lane.Ring ring;
    private final SharedPage page;

    ResultLane(Lane.Ring ring, SharedPage page) {
        this.ring = ring;
        this.page = page;
    }

    @Override
    public ByteBuffer take(int from, int needed) {
        ring.free(page.laneTaken());
        return ring.take(from, needed);
    }

    /** The result that was written into what was {@linkplain #take taken} is complete; returns the end of its place. */
    long written(int length) {
        return ring.written(length);
    }

    /** Returns the end of the place of that result, or -1 if there is no room for it. */
    long put(byte[] bytes, int offset, int length) {
        ring.free(page.laneTaken());
        return ring.put(bytes, offset, length);
    }
}
