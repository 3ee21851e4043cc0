package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.CRC32;

import io.quarkiverse.processpool.InProcessPool;

/** Tasks whose arguments are streams. */
final class Readings {

    private static InputStream kept;

    private Readings() {
    }

    /** What it reads, and how much of it, as one number. */
    @InProcessPool(pool = "misbehave")
    static long checksum(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] some = new byte[10_000];
        int count;
        long length = 0;
        while ((count = in.read(some)) >= 0) {
            sum.update(some, 0, count);
            length += count;
        }
        return sum.getValue() ^ length << 32;
    }

    /** So many bytes of the first and of the second in turn, singly. */
    @InProcessPool(pool = "misbehave")
    static byte[] inTurn(InputStream first, int each, InputStream second) throws IOException {
        byte[] read = new byte[2 * each];
        for (int i = 0; i < each; i++) {
            read[2 * i] = (byte) first.read();
            read[2 * i + 1] = (byte) second.read();
        }
        return read;
    }

    /** Says whether there is one at all. */
    @InProcessPool(pool = "misbehave")
    static boolean isNull(InputStream in) {
        return in == null;
    }

    /** Reads so much, and leaves the rest. */
    @InProcessPool(pool = "misbehave")
    static int some(InputStream in, int length) throws IOException {
        return in.readNBytes(length).length;
    }

    /** Reads until it is stopped. */
    @InProcessPool(pool = "misbehave")
    static long all(InputStream in, Path announcement) throws IOException {
        Files.createFile(announcement);
        return in.transferTo(OutputStream.nullOutputStream());
    }

    @InProcessPool(pool = "misbehave")
    static int keep(InputStream in) {
        kept = in;
        return 1;
    }

    /** What comes of reading a stream of a task that is over. */
    @InProcessPool(pool = "misbehave")
    static int readWhatWasKept(int ignored) throws IOException {
        return kept.read();
    }

    /** Reads a piece for each element that is asked for. */
    @InProcessPool(pool = "misbehave")
    static Iterator<byte[]> pieces(InputStream in, int length) {
        return new Iterator<>() {

            private byte[] next = read();

            private byte[] read() {
                try {
                    return in.readNBytes(length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public boolean hasNext() {
                return next.length > 0;
            }

            @Override
            public byte[] next() {
                byte[] given = next;
                next = read();
                return given;
            }
        };
    }
}
