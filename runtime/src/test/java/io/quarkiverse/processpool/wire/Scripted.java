package io.quarkiverse.processpool.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel that gives its bytes in portions: up to the next of the places at which it is cut. */
public final class Scripted implements ReadableByteChannel {

    private final byte[] bytes;
    private final int[] cuts;
    private int at;
    private int nextCut;

    public Scripted(byte[] bytes, int... cuts) {
        this.bytes = bytes;
        this.cuts = cuts;
    }

    @Override
    public int read(ByteBuffer target) {
        if (at == bytes.length) {
            return -1;
        }
        int until = bytes.length;
        if (nextCut < cuts.length) {
            until = Math.min(until, cuts[nextCut]);
        }
        int n = Math.min(until - at, target.remaining());
        target.put(bytes, at, n);
        at += n;
        if (at == until) {
            nextCut++;
        }
        return n;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
