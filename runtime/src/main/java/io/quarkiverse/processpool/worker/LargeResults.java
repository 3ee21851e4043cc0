package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.GrowingBytes;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: where large results go: into the lane, at once or when they are complete; or else to the parent piece by piece,
 * while the rest is being encoded.
 */
final class LargeResults implements GrowingBytes.Room {

    private final FrameSink sink;
    private final SharedPage page;
    private final Interruption interruption;
    private final Encoder head = new Encoder(1 << 6);
    private long sequence;
    private boolean isCutOff;
    /** Null until the parent has offered it. */
    private Lane.Ring ring;

    LargeResults(FrameSink sink, SharedPage page, Interruption interruption) {
        this.sink = sink;
        this.page = page;
        this.interruption = interruption;
    }

    /** There is a lane from now on. */
    void use(Lane.Ring results) {
        ring = results;
    }

    /** The result that is written next is that of this task. */
    void begin(long ofTask) {
        sequence = ofTask;
    }

    @Override
    public ByteBuffer take(int from, int needed) {
        return hasLane() ? ring.take(from, needed) : null;
    }

    private boolean hasLane() {
        if (ring != null) {
            ring.free(page.laneTaken());
        }
        return ring != null;
    }

    /** The result that was written into what was {@linkplain #take taken} is complete; returns the end of its place. */
    long written(int length) {
        return ring.written(length);
    }

    /** Returns the end of the place of that result, or -1 if there is no room for it. */
    long put(byte[] bytes, int offset, int length) {
        return hasLane() ? ring.put(bytes, offset, length) : -1;
    }

    /**
     * Whether something has ended {@link #send} half-way, such as an overflow of the stack that it was called on: the parent
     * would take for the rest of a piece whatever comes next.
     */
    boolean isCutOff() {
        return isCutOff;
    }

    /** An interrupt of the task would close the channel. */
    @Override
    public void send(ByteBuffer piece) {
        boolean before = isCutOff;
        isCutOff = true;
        interruption.hold();
        try {
            long end = piece.isDirect() ? ring.written(piece.remaining()) - piece.remaining() : -1;
            while (piece.hasRemaining()) {
                int length = Math.min(piece.remaining(), Encoder.PIECE);
                if (end >= 0) { // it lies there already
                    piece.position(piece.position() + length);
                    end += length;
                    sendPlace(end, length);
                } else {
                    sendPart(piece, length);
                }
            }
            sink.flush();
            isCutOff = before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            interruption.release();
        }
    }

    private void sendPart(ByteBuffer piece, int length) throws IOException {
        long end = hasLane() ? ring.put(piece, length) : -1;
        if (end >= 0) {
            sendPlace(end, length);
        } else {
            int at = FrameHeader.begin(FrameType.RESULT_PIECE, head);
            head.writeLong(sequence);
            FrameHeader.end(at, length, head);
            putHead();
            sink.put(piece, length);
        }
    }

    private void sendPlace(long end, int length) throws IOException {
        int at = FrameHeader.begin(FrameType.LANE_PIECE, head);
        head.writeLong(sequence);
        head.writeLong(end);
        head.writeInt(length);
        FrameHeader.end(at, head);
        putHead();
    }

    private void putHead() throws IOException {
        sink.put(head.array(), 0, head.size());
        head.truncate(0);
    }
}
