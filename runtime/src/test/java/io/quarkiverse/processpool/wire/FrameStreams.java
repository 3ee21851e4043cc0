package io.quarkiverse.processpool.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Makes broken streams out of the frames of a good one: frames with broken bytes, twice, missing, in another order,
 * spliced from two, with a length that is not theirs, and streams that end in the middle.
 */
public final class FrameStreams {

    private static final int[] LENGTHS = { 0, 1, 7, 8, 9, 65_535, 65_536, 65_537, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE,
            -1, -8 };

    private final Mutations mutations;
    private long frames;

    public FrameStreams(Mutations mutations) {
        this.mutations = mutations;
    }

    /** Cuts a stream into its frames. */
    public static List<byte[]> frames(Encoder stream) {
        List<byte[]> frames = new ArrayList<>();
        Decoder walk = new Decoder(stream.toByteArray());
        while (walk.remaining() > 0) {
            int from = walk.position();
            walk.skip(4);
            walk.skip(walk.readInt());
            byte[] frame = new byte[walk.position() - from];
            System.arraycopy(walk.array(), from, frame, 0, frame.length);
            frames.add(frame);
        }
        return frames;
    }

    /** How many frames were in all streams. */
    public long frames() {
        return frames;
    }

    /** A stream of these frames with up to four changes. */
    public byte[] of(List<byte[]> good) {
        List<byte[]> changed = new ArrayList<>(good);
        int changes = mutations.below(5);
        for (int i = 0; i < changes && !changed.isEmpty(); i++) {
            change(changed);
        }
        frames += changed.size();
        byte[] stream = joined(changed);
        return mutations.below(8) == 0 ? Arrays.copyOf(stream, mutations.below(stream.length + 1)) : stream;
    }

    /** The same of these frames with another one anywhere among them. */
    public byte[] of(List<byte[]> good, byte[] another) {
        List<byte[]> more = new ArrayList<>(good);
        more.add(mutations.below(good.size() + 1), another);
        return of(more);
    }

    private void change(List<byte[]> frames) {
        int at = mutations.below(frames.size());
        int other = mutations.below(frames.size());
        switch (mutations.below(7)) {
            case 0 -> frames.add(other, frames.get(at));
            case 1 -> frames.remove(at);
            case 2 -> Collections.swap(frames, at, other);
            case 3 -> frames.set(at, spliced(frames.get(at), frames.get(other)));
            case 4 -> frames.set(at, withAnotherLength(frames.get(at)));
            default -> frames.set(at, mutations.of(frames.get(at)));
        }
    }

    private byte[] spliced(byte[] head, byte[] tail) {
        int cut = mutations.below(head.length + 1);
        int from = mutations.below(tail.length + 1);
        byte[] both = new byte[cut + tail.length - from];
        System.arraycopy(head, 0, both, 0, cut);
        System.arraycopy(tail, from, both, cut, tail.length - from);
        return both;
    }

    private byte[] withAnotherLength(byte[] frame) {
        byte[] lies = frame.clone();
        if (lies.length >= FrameHeader.SIZE) {
            int truth = Bits.getInt(lies, 4);
            Bits.putInt(lies, 4, mutations.below(2) == 0 ? truth + mutations.below(64) - 32
                    : LENGTHS[mutations.below(LENGTHS.length)]);
        }
        return lies;
    }

    private static byte[] joined(List<byte[]> frames) {
        byte[] all = new byte[frames.stream().mapToInt(frame -> frame.length).sum()];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
    }
}
