package io.quarkiverse.processpool.test;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameType;

/** The open files of this process by their numbers, as native code sees them. */
final class Descriptors {

    private static final int PIECE = 1 << 16;
    private static final int LONELY = 2;

    private Descriptors() {
    }

    /** The number of the worker's channel: the first socket that it has connected. */
    static int channel() throws IOException {
        int lowest = Integer.MAX_VALUE;
        List<String> sockets = Files.readAllLines(Path.of("/proc/net/unix"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                if (isConnected(file, sockets)) {
                    lowest = Math.min(lowest, Integer.parseInt(file.getFileName().toString()));
                }
            }
        }
        if (lowest == Integer.MAX_VALUE) {
            throw new IOException("this process has no connected socket");
        }
        return lowest;
    }

    /**
     * Whether it is a socket with another end. The JDK has one without; the kernel counts one reference less to
     * that.
     */
    private static boolean isConnected(Path descriptor, List<String> sockets) {
        String target;
        try {
            target = Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return false; // closed meanwhile
        }
        String inode = " " + target.replaceAll("[^0-9]", "");
        return target.startsWith("socket:") && sockets.stream().filter(line -> line.endsWith(inode))
                .anyMatch(line -> Integer.parseInt(line.split(" ")[1], 16) > LONELY);
    }

    @SuppressWarnings("resource") // to close the stream would close the descriptor
    static void write(int number, byte[] bytes) throws IOException {
        FileOutputStream out = new FileOutputStream(Native.descriptor(number));
        for (int at = 0; at < bytes.length; at += PIECE) {
            out.write(bytes, at, Math.min(PIECE, bytes.length - at));
        }
    }

    static void close(int number) throws IOException {
        new FileOutputStream(Native.descriptor(number)).close();
    }

    /** Random bytes, which begin like nothing that a worker sends. */
    static byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        new Random().nextBytes(bytes);
        if (length > 0) {
            bytes[0] = -1;
        }
        return bytes;
    }

    /** A frame of results without the second half of its bytes. */
    static byte[] halfAResult() {
        Encoder out = new Encoder();
        int at = FrameHeader.begin(FrameType.RESULTS, out);
        out.writeLong(1);
        byte[] half = new byte[1 << 10];
        out.writeRaw(half, 0, half.length);
        FrameHeader.end(at, half.length, out);
        return out.toByteArray();
    }
}
