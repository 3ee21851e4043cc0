package io.quarkiverse.processpool.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: what a worker is told before all else, as the first bytes on its standard input, which no other process can read:
 * a command line and an environment can be.
 *
 * @param name of the worker
 * @param token what the worker shows when it connects
 * @param directory the worker's own, where it finds {@link #socket()} and {@link #page()}, and has its temporary files
 * @param mark what the processes that it starts inherit in the variable {@link Kin#VARIABLE}
 * @param maxPayload the largest arguments or result of one task, in bytes
 * @param allowedClasses a filter pattern of classes that may travel by Java serialization, empty for none
 * @param tendsHeapWithin so large may its heap be before a limit of the pool acts, in bytes, if it collects its heap between
 *        tasks because its collector might not for long; 0 if it does not
 * @param properties system properties of the parent that the worker is to have too, names and values in turn
 */
public record WorkerSettings(String name, byte[] token, String directory, String mark, int maxPayload, String allowedClasses,
        long tendsHeapWithin, List<String> properties) {

    /** What one frame may hold beside its largest payload: its own fields, and the small results that came before. */
    public static final int FRAME_OVERHEAD = 1 << 19;

    /** Length of the token. */
    public static final int TOKEN_BYTES = 32;
    /** The byte after the settings: the directory is there, the worker may connect. */
    public static final int GO = 1;
    /** A later byte: the task that {@link SharedPage#cancelled()} names is to be interrupted. */
    public static final int INTERRUPT = 2;
    /** A later byte: the worker is to write down what its threads do, in {@link #dump()}. */
    public static final int DUMP = 3;

    /** A later byte: what the task waits for in {@link SharedPage#credit()} is there. */
    public static final int WAKE = 4;

    /** A later byte: the worker has nothing to do for a while, and may give memory back. */
    public static final int REST = 5;

    /** In the directory above the worker's own: the class path of the pool, if it is too long for a command line. */
    public static final String CLASS_PATH_FILE = "class-path";

    /** In the directory of a worker: the file that its parent keeps locked as long as that lives. */
    public static final String SIGN_OF_LIFE = "alive";

    private static final int MAGIC = 0x51505053;
    private static final int LIMIT = 1 << 20;

    /** Path of the socket to connect to. */
    public Path socket() {
        return Path.of(directory, "socket");
    }

    /** Path of the {@link SharedPage}. */
    public Path page() {
        return Path.of(directory, "page");
    }

    /** Path of the {@link Lane}, should there be one. */
    public Path lane() {
        return Path.of(directory, "lane");
    }

    /** Path of the socket where the worker waits for the input of that number. */
    public Path input(int number) {
        return Path.of(directory, "in-".concat(Integer.toString(number)));
    }

    /** Directory for the temporary files of the tasks. */
    public Path temporary() {
        return Path.of(directory, "tmp");
    }

    /** Path of the file for {@link #DUMP}. */
    public Path dump() {
        return Path.of(directory, "threads");
    }

    public void write(OutputStream out) throws IOException {
        Encoder encoder = new Encoder();
        encoder.writeInt(MAGIC);
        encoder.writeInt(0);
        encoder.writeString(name);
        encoder.writeBytes(token);
        encoder.writeString(directory);
        encoder.writeString(mark);
        encoder.writeInt(maxPayload);
        encoder.writeString(allowedClasses);
        encoder.writeLong(tendsHeapWithin);
        encoder.writeSize(properties.size());
        for (String property : properties) {
            encoder.writeString(property);
        }
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
            WorkerSettings settings = new WorkerSettings(decoder.readString(), decoder.readBytes(), decoder.readString(),
                    decoder.readString(),
                    decoder.readInt(), decoder.readString(), decoder.readLong(), properties(decoder));
            decoder.expectEnd();
            return settings;
        } catch (EncodingException e) {
            throw new ProtocolException("standard input has settings of another version: ".concat(e.getMessage()));
        }
    }

    private static List<String> properties(Decoder decoder) {
        int count = decoder.readSize();
        List<String> properties = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            properties.add(decoder.readString());
        }
        return properties;
    }

    /** Worker: takes the properties of the parent over, except those that its own command line sets. */
    public void setProperties() {
        for (int i = 0; i + 1 < properties.size(); i += 2) {
            if (System.getProperty(properties.get(i)) == null) {
                System.setProperty(properties.get(i), properties.get(i + 1));
            }
        }
    }
}
