package io.quarkiverse.processpool.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Both sides: what a worker is told before all else, as the first bytes on its standard input, which no other process can read:
 * a command line and an environment can be.
 *
 * @param token what the worker shows when it connects
 * @param socket path of the socket to connect to
 * @param page path of the {@link SharedPage}
 * @param directory where both are
 * @param maxPayload the largest arguments or result of one task, in bytes
 * @param allowedClasses a filter pattern of classes that may travel by Java serialization, empty for none
 */
public record WorkerSettings(byte[] token, String socket, String page, String directory, int maxPayload,
        String allowedClasses) {

    /** What one frame may hold beside its largest payload: its own fields, and the small results that came before. */
    public static final int FRAME_OVERHEAD = 1 << 19;

    private static final int MAGIC = 0x51505053;
    private static final int LIMIT = 1 << 20;

    public void write(OutputStream out) throws IOException {
        Encoder encoder = new Encoder();
        encoder.writeInt(MAGIC);
        encoder.writeInt(0);
        encoder.writeBytes(token);
        encoder.writeString(socket);
        encoder.writeString(page);
        encoder.writeString(directory);
        encoder.writeInt(maxPayload);
        encoder.writeString(allowedClasses);
        encoder.patchInt(4, encoder.size() - 8);
        out.write(encoder.array(), 0, encoder.size());
        out.flush();
    }

    /**
     * @throws ProtocolException if the stream does not begin with settings
     */
    public static WorkerSettings read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length;
        byte[] bytes;
        try {
            int magic = data.readInt();
            length = data.readInt();
            if (magic != MAGIC || length < 0 || length > LIMIT) {
                throw new ProtocolException("standard input does not begin with the settings of a worker");
            }
            bytes = new byte[length];
            data.readFully(bytes);
        } catch (EOFException e) {
            throw new ProtocolException("standard input ended before the settings of a worker");
        }
        Decoder decoder = new Decoder(bytes);
        try {
            WorkerSettings settings = new WorkerSettings(decoder.readBytes(), decoder.readString(), decoder.readString(),
                    decoder.readString(), decoder.readInt(), decoder.readString());
            decoder.expectEnd();
            return settings;
        } catch (EncodingException e) {
            throw new ProtocolException("standard input has settings of another version: ".concat(e.getMessage()));
        }
    }
}
