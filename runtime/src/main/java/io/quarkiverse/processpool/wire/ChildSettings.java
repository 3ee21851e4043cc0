package io.quarkiverse.processpool.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Both sides: what a child process is told before all else, as the first bytes on its standard input, which no
 * other process can read: a command line and an environment can be.
 *
 * @param name what it is called
 * @param identity its place in the tree of processes, such as {@code 1:2}
 * @param daemon whether it ends with its parent
 * @param parentName what its parent is called
 * @param parentPid the process id of its parent
 * @param properties system properties of its parent
 * @param allowedClasses a filter pattern of classes that may travel by Java serialization, empty for none
 * @param className of the generated {@link EntryPoints} of its task, or of the object that it runs
 * @param signature of the entry point in that class, null for an object
 * @param body the arguments of the task, or the object
 */
public record ChildSettings(String name, String identity, boolean daemon, String parentName, long parentPid,
        Map<String, String> properties, String allowedClasses, String className, String signature, byte[] body) {

    private static final int MAGIC = 0x51504350;

    /** What {@link #read} reads. */
    public byte[] toBytes() {
        Encoder encoder = new Encoder(body.length + (1 << 12));
        encoder.writeInt(MAGIC);
        encoder.writeInt(0);
        encoder.writeString(name);
        encoder.writeString(identity);
        encoder.writeBoolean(daemon);
        encoder.writeString(parentName);
        encoder.writeLong(parentPid);
        encoder.writeSize(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            encoder.writeString(property.getKey());
            encoder.writeString(property.getValue());
        }
        encoder.writeString(allowedClasses);
        encoder.writeString(className);
        encoder.writeString(signature);
        encoder.writeBytes(body);
        encoder.patchInt(4, encoder.size() - 8);
        return encoder.toByteArray();
    }

    /**
     * @throws ProtocolException if the stream does not begin with settings
     */
    public static ChildSettings read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] bytes;
        try {
            int magic = data.readInt();
            int length = data.readInt();
            if (magic != MAGIC || length < 0) {
                throw new ProtocolException("standard input does not begin with the settings of a child process");
            }
            bytes = data.readNBytes(length); // allocates as they come, whatever the length says
            if (bytes.length < length) {
                throw new EOFException();
            }
        } catch (EOFException e) {
            throw new ProtocolException("standard input ended before the settings of a child process");
        }
        try {
            return decode(new Decoder(bytes));
        } catch (EncodingException e) {
            throw new ProtocolException("standard input has settings of another version: ".concat(e.getMessage()));
        }
    }

    private static ChildSettings decode(Decoder in) {
        String name = in.readString();
        String identity = in.readString();
        boolean daemon = in.readBoolean();
        String parentName = in.readString();
        long parentPid = in.readLong();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int count = in.readSize(); count > 0; count--) {
            properties.put(in.readString(), in.readString());
        }
        ChildSettings settings = new ChildSettings(name, identity, daemon, parentName, parentPid, properties,
                in.readString(), in.readString(), in.readString(), in.readBytes());
        in.expectEnd();
        return settings;
    }
}
