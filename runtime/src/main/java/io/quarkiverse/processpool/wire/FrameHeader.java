package io.quarkiverse.processpool.wire;

/** Both sides: the eight bytes before each payload: magic number, version, type, length. */
public final class FrameHeader {

    public static final int SIZE = 8;
    private static final int MAGIC_AND_VERSION = 0x515002;

    private FrameHeader() {
    }

    /** Reserves a header at the end of what is written, to be completed by {@link #end}. */
    public static int begin(FrameType type, Encoder out) {
        int at = out.size();
        out.writeInt(MAGIC_AND_VERSION << 8 | type.ordinal());
        out.writeInt(0);
        return at;
    }

    /** Completes the header at that place: the payload is all that was written after it. */
    public static void end(int at, Encoder out) {
        out.patchInt(at + 4, out.size() - at - SIZE);
    }

    /** Completes the header at that place, when so many bytes of payload will follow what was written. */
    public static void end(int at, int toFollow, Encoder out) {
        out.patchInt(at + 4, out.size() - at - SIZE + toFollow);
    }

    static FrameType type(byte[] bytes, int at) throws ProtocolException {
        int word = Bits.getInt(bytes, at);
        FrameType type = word >>> 8 == MAGIC_AND_VERSION ? FrameType.of(word & 0xFF) : null;
        if (type == null) {
            throw new ProtocolException("not a frame: it begins with 0x" + Integer.toHexString(word));
        }
        return type;
    }

    static int length(byte[] bytes, int at, int limit) throws ProtocolException {
        int length = Bits.getInt(bytes, at + 4);
        if (length < 0 || length > limit) {
            throw new ProtocolException("a frame of " + (length & 0xFFFFFFFFL) + " bytes, over the limit of " + limit);
        }
        return length;
    }
}
