package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameReader;
import io.quarkiverse.processpool.wire.FrameSink;
import io.quarkiverse.processpool.wire.FrameType;

/** One frame to bytes, and from bytes, without a socket between. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark extends TimedBenchmark {

    @Param({ "16", "4096", "1048576" })
    int size;

    private final Encoder encoder = new Encoder();
    private final FrameSink sink = new FrameSink(new Nowhere(), null);
    private byte[] payload;
    private FrameReader reader;

    @Setup
    public void make() {
        payload = new byte[size];
        frame();
        reader = new FrameReader(new OverAndOver(encoder.toByteArray()), size + 64);
    }

    private void frame() {
        encoder.reset(1 << 22);
        int at = FrameHeader.begin(FrameType.RESULTS, encoder);
        encoder.writeBytes(payload);
        FrameHeader.end(at, encoder);
    }

    @Benchmark
    public void write() throws IOException {
        frame();
        sink.put(encoder.array(), 0, encoder.size());
        sink.flush();
    }

    @Benchmark
    public FrameType read() throws IOException {
        return reader.next();
    }

    private static final class Nowhere implements WritableByteChannel {

        @Override
        public int write(ByteBuffer bytes) {
            int all = bytes.remaining();
            bytes.position(bytes.limit());
            return all;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }

    private static final class OverAndOver implements ReadableByteChannel {

        private final ByteBuffer bytes;

        OverAndOver(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public int read(ByteBuffer to) {
            int all = to.remaining();
            while (to.hasRemaining()) {
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                }
                int end = bytes.limit();
                bytes.limit(Math.min(end, bytes.position() + to.remaining()));
                to.put(bytes);
                bytes.limit(end);
            }
            return all;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }
}
