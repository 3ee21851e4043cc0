package org.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Scanner;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.quarkiverse.processpool.InProcessPool;

// tag::class[]
public class Archives {

    @InProcessPool(timeout = "10s") // <1>
    public static Stream<String> errors(Path log) throws IOException {
        return Files.lines(log).filter(line -> line.contains("ERROR")); // <2>
    }

    @InProcessPool
    public static Iterator<byte[]> unpack(Path archive) throws IOException {
        return new Pieces(new GZIPInputStream(Files.newInputStream(archive)));
    }
    // end::class[]

    // tag::input[]
    @InProcessPool
    public static long words(InputStream text) throws IOException { // <1>
        try (Scanner words = new Scanner(text, StandardCharsets.UTF_8)) {
            return words.tokens().count();
        }
    }
    // end::input[]

    // tag::pieces[]
    record Pieces(InputStream in) implements Iterator<byte[]>, AutoCloseable { // <1>

        static final int SIZE = 1 << 16;

        @Override
        public boolean hasNext() {
            try {
                return in.available() > 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] next() {
            try {
                return in.readNBytes(SIZE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
    // end::pieces[]
    // tag::class[]
}
// end::class[]
