package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Sent;

/**
 * Worker side: encodes the elements of the stream that runs, and combines them into writes. An element that comes after a pause
 * leaves at once; one that comes soon after another waits for those behind it, and no longer than {@link #LATEST_NANOS}:
 * the next one may take its time, so a thread of its own sends what still waits then.
 */
final class ElementFrames implements Runnable {

    private static final long PATIENCE_NANOS = 200_000;
    private static final long LATEST_NANOS = 1_000_000;
    private static final int ENOUGH_BYTES = 1 << 15;
    private static final int KEEP_BYTES = 1 << 21;
    private static final int LENGTH = Integer.BYTES;

    private final Encoder out = new Encoder(1 << 12);
    private final FrameSink sink;
    private final Interruption interruption;
    private final int maxPayload;
    private final int enough;
    private Thread late;
    private volatile boolean isLateAsleep;

    /** All of these are guarded by this. */
    private EntryPoint<Callable<Object>, Object> entry;
    private long sequence;
    private long sent;
    private int frame;
    private long writes;
    private long writtenAt;
    private IOException lost;
    /** Elements in the open frame; written under the lock only. */
    private volatile int count;

    ElementFrames(WritableByteChannel channel, Sent sent, Interruption interruption, int maxPayload) {
        this.sink = new FrameSink(channel, sent);
        this.interruption = interruption;
        this.maxPayload = maxPayload;
        this.enough = Math.min(ENOUGH_BYTES, maxPayload);
    }

    /** What comes now are elements of that task. */
    synchronized void begin(EntryPoint<Callable<Object>, Object> ofTask, long newSequence) {
        entry = ofTask;
        sequence = newSequence;
        sent = 0;
        writtenAt = System.nanoTime() - PATIENCE_NANOS;
    }

    /**
     * Adds an element.
     *
     * @return its bytes
     * @throws RuntimeException if it cannot be encoded; then nothing of it is sent
     * @throws UncheckedIOException if the parent is gone
     */
    int add(Object element) {
        int bytes;
        boolean isFirst;
        synchronized (this) {
            requireChannel();
            bytes = encode(element);
            isFirst = count == 1;
            long now = System.nanoTime();
            if (out.size() >= enough || now - writtenAt >= PATIENCE_NANOS) {
                write(now);
                isFirst = false;
            }
        }
        if (isFirst && isLateAsleep) {
            LockSupport.unpark(late);
        }
        return bytes;
    }

    private int encode(Object element) {
        if (count == 0) {
            frame = FrameHeader.begin(FrameType.ITEMS, out);
            out.writeLong(sequence);
            out.writeLong(sent);
            out.writeInt(0);
        }
        int start = out.size();
        try {
            out.writeInt(0);
            out.limit((int) Math.min((long) start + LENGTH + maxPayload, Integer.MAX_VALUE));
            entry.encodeResult(element, out);
        } catch (Throwable e) {
            out.truncate(count == 0 ? frame : start);
            throw e;
        } finally {
            out.limit(Integer.MAX_VALUE);
        }
        int length = out.size() - start - LENGTH;
        out.patchInt(start, length);
        count = count + 1;
        return LENGTH + length;
    }

    /** Sends what waits. */
    synchronized void flush() {
        requireChannel();
        write(System.nanoTime());
    }

    private void requireChannel() {
        if (lost != null) {
            throw new UncheckedIOException(lost);
        }
    }

    private void write(long now) {
        if (count == 0) {
            return;
        }
        out.patchInt(frame + FrameHeader.SIZE + 2 * Long.BYTES, count);
        FrameHeader.end(frame, out);
        sent += count;
        count = 0;
        writes++;
        writtenAt = now;
        interruption.hold();
        try {
            sink.put(out.array(), 0, out.size());
            sink.flush();
        } catch (IOException e) {
            lost = e;
            throw new UncheckedIOException(e);
        } finally {
            out.reset(KEEP_BYTES);
            interruption.release();
        }
    }

    /** Starts the thread that sends what has waited for too long, if that is not there yet. */
    void watch() {
        if (late == null) {
            late = new Thread(null, this, "process-pool-elements", 0, false);
            late.setDaemon(true);
            late.start();
        }
    }

    @Override
    public void run() {
        while (true) {
            if (count == 0) {
                isLateAsleep = true;
                if (count == 0) {
                    LockSupport.park(this);
                }
                isLateAsleep = false;
            } else {
                long seen = writes();
                LockSupport.parkNanos(this, LATEST_NANOS);
                writeIfStill(seen);
            }
        }
    }

    private synchronized long writes() {
        return writes;
    }

    private synchronized void writeIfStill(long seen) {
        if (writes == seen && lost == null) {
            try {
                write(System.nanoTime());
            } catch (UncheckedIOException e) {
                // the thread of the tasks finds it
            }
        }
    }
}
