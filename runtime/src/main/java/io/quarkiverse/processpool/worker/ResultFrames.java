package io.quarkiverse.processpool.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;
import io.quarkiverse.processpool.wire.Lane;
import io.quarkiverse.processpool.wire.Outbox;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: gathers outcomes into frames and frames into writes. A short task's outcome may wait for those after it, but not
 * behind a task that takes long: what is older than {@link #PATIENCE_NANOS} leaves before the next task starts. What
 * is younger is kept where it outlives this process, and where the parent finds it if it has to wait after all.
 */
final class ResultFrames {

    private static final long PATIENCE_NANOS = 200_000;
    /** While tasks are shorter, the clock is looked at for several of them at once. */
    private static final long SHORT_NANOS = 2_000;
    private static final int MOST_UNTIMED = 16;
    private static final int ENOUGH_BYTES = 1 << 15;
    private static final int KEEP_BYTES = 1 << 18;
    /** While results are large, the next one is likely to be; after so many flushes of small ones it is not. */
    private static final int MOST_SMALL = 8;
    private static final int KEEP_LARGE_BYTES = 1 << 22;

    private final Encoder out = new Encoder(1 << 12);
    private final SharedPage page;
    private final LargeResults large;
    private int smallInARow = MOST_SMALL;
    /** One of the outcomes is of a large result. */
    private boolean someIsLarge;
    private final FrameSink sink;
    private final Outbox outbox;
    private final int soon;
    private final Interruption interruption;
    private int frame = -1;
    private int count;
    private long nextSequence;
    private long lookedAt;
    private int sinceThen = MOST_UNTIMED;
    private int untimed = 1;
    private long frameStartedAt;
    private long oldest;
    /** Where the outcome begins that is not in the outbox yet, or -1. */
    private int outcomeAt = -1;
    /** How many skipped tasks the last frame is about that is not sent yet, the first of them, and where that frame ends. */
    private int skips;
    private long firstSkipped;
    private int skipsEnd;

    ResultFrames(WritableByteChannel channel, SharedPage page, int maxPayload, Interruption interruption) {
        this.interruption = interruption;
        this.page = page;
        this.outbox = page.outbox();
        sink = new FrameSink(channel, page.sentByWorker());
        large = new LargeResults(sink, page, interruption);
        soon = Math.min(ENOUGH_BYTES, maxPayload);
    }

    /** Where the outcomes are written. */
    Encoder encoder() {
        return out;
    }

    void hello(byte[] token) {
        int at = FrameHeader.begin(FrameType.HELLO, out);
        out.writeBytes(token);
        FrameHeader.end(at, out);
    }

    void ready() {
        FrameHeader.end(FrameHeader.begin(FrameType.READY, out), out);
    }

    /** Large results go there from now on, as far as there is room. */
    void use(Lane.Ring results) {
        large.use(results);
    }

    /** Sends what has waited long enough, before a task of unknown length starts. */
    void beforeTask() throws IOException {
        boolean isMuch = someIsLarge || out.size() >= soon;
        if (sinceThen >= untimed || isMuch) {
            look(System.nanoTime());
            if (out.size() > 0 && (isMuch || lookedAt - oldest >= PATIENCE_NANOS)) {
                flush();
            }
        }
        sinceThen++;
        if (outcomeAt >= 0 && !outbox.keep(nextSequence - 1, out.array(), outcomeAt, out.size() - outcomeAt)) {
            flush();
        }
        outcomeAt = -1;
        if (out.size() == 0) {
            oldest = lookedAt;
        }
    }

    private void look(long now) {
        boolean areShort = now - lookedAt < SHORT_NANOS * sinceThen;
        untimed = areShort ? Math.min(untimed * 2, MOST_UNTIMED) : 1;
        lookedAt = now;
        sinceThen = 0;
    }

    /** Opens a frame for the outcome of that task, or goes on with the one that is open. */
    void begin(long sequence) {
        if (frame < 0 || sequence != nextSequence) {
            endFrame();
            frame = FrameHeader.begin(FrameType.RESULTS, out);
            out.writeLong(sequence);
            out.writeInt(0);
            out.writeLong(0);
            count = 0;
            frameStartedAt = lookedAt;
        }
        nextSequence = sequence + 1;
        outcomeAt = out.size();
        large.begin(sequence);
        out.mayMove(outcomeAt + Outcome.HEADER, large);
    }

    /**
     * The outcome is complete.
     *
     * @return its size
     */
    int end() throws IOException {
        count++;
        int sent = sendRest();
        int length = out.size() - outcomeAt - Outcome.HEADER;
        if (sent > 0) {
            isElsewhere(Outcome.RESULT_IN_PIECES, sent);
        } else if (out.isInRoom()) {
            isInLane(large.written(length), length);
        } else if (length >= Lane.LARGE && out.array()[outcomeAt] == Outcome.RESULT) {
            isInLane(large.put(out.array(), outcomeAt + Outcome.HEADER, length), length);
        }
        return sent + length;
    }

    private int sendRest() throws IOException {
        try {
            return out.sendRest();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** @param end of its place, or -1 if there was no room for it */
    private void isInLane(long end, int length) {
        if (end >= 0) {
            isElsewhere(Outcome.RESULT_IN_LANE, end);
            out.writeInt(length);
            out.patchInt(outcomeAt + 1, Long.BYTES + Integer.BYTES);
        }
    }

    private void isElsewhere(byte outcome, long where) {
        out.truncate(outcomeAt);
        out.writeByte(outcome);
        out.writeInt(Long.BYTES);
        out.writeLong(where);
        someIsLarge = true;
    }

    void skipped(long sequence) {
        endFrame();
        if (skips > 0 && sequence == firstSkipped + skips && out.size() == skipsEnd) {
            out.patchInt(skipsEnd - Integer.BYTES, ++skips);
            return;
        }
        int at = FrameHeader.begin(FrameType.SKIPPED, out);
        out.writeLong(sequence);
        out.writeInt(1);
        FrameHeader.end(at, out);
        firstSkipped = sequence;
        skips = 1;
        skipsEnd = out.size();
    }

    /** Whether it is not sent yet that a task was skipped. */
    boolean hasSkipped() {
        return skips > 0;
    }

    /** The tasks of one frame are answered in frames of their own. */
    void endFrame() {
        if (frame >= 0) {
            out.patchInt(frame + FrameHeader.SIZE + 8, count);
            look(System.nanoTime());
            out.patchLong(frame + FrameHeader.SIZE + 12, lookedAt - frameStartedAt);
            FrameHeader.end(frame, out);
            frame = -1;
        }
    }

    /** Sends all outcomes that there are. The channel would not survive an interrupt. */
    void flush() throws IOException {
        interruption.ended();
        if (large.isCutOff()) {
            throw new IOException("nothing can be sent behind a part of a result");
        }
        skips = 0;
        endFrame();
        sinceThen = untimed; // what comes after it may have waited
        if (out.size() > 0) {
            sink.put(out.array(), 0, out.size());
            sink.flush();
            outbox.clear();
            outcomeAt = -1;
            smallInARow = someIsLarge || out.size() > KEEP_BYTES ? 0 : smallInARow + 1;
            out.reset(smallInARow < MOST_SMALL ? KEEP_LARGE_BYTES : KEEP_BYTES);
            someIsLarge = false;
        }
    }
}
