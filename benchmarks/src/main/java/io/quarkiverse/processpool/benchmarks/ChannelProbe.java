package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * What two JVMs can do at best, without any pool: a word there and back, and mebibytes one way, through a Unix domain socket
 * and through memory that both map. Prints a line for each; this is what the channel of the workers was chosen by.
 */
public final class ChannelProbe {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int TO = 0;
    private static final int BACK = 128;
    private static final int DATA = 4096;
    private static final int SLOT = 1 << 20;
    private static final int SLOTS = 4;
    private static final int SIZE = DATA + SLOT * SLOTS;
    private static final int ROUNDS = 100_000;
    private static final int TRANSFERS = 4_000;

    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
    private final byte[] mebibyte = new byte[SLOT];

    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            new ChannelProbe().otherSide(Path.of(args[0]), Path.of(args[1]));
        } else {
            new ChannelProbe().measure();
        }
    }

    private void measure() throws Exception {
        Path directory = Files.createTempDirectory("channel-probe");
        Path socket = directory.resolve("socket");
        Path memory = directory.resolve("memory");
        Files.write(memory, new byte[SIZE]);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                    System.getProperty("java.class.path"), ChannelProbe.class.getName(), socket.toString(), memory.toString())
                    .inheritIO().start();
            try (SocketChannel channel = server.accept()) {
                MappedByteBuffer page = map(memory);
                roundTrips("socket", () -> echoBySocket(channel));
                roundTrips("shared memory, both sides spinning", new SpinningCaller(page));
                for (int buffer : new int[] { 1 << 16, 1 << 18, 1 << 20 }) {
                    socketTransfer(channel, buffer);
                }
                sharedTransfer(page);
                other.waitFor();
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(memory);
            Files.delete(directory);
        }
    }

    private void otherSide(Path socket, Path memory) throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            MappedByteBuffer page = map(memory);
            for (int i = 0; i < ROUNDS; i++) {
                read(channel, word.clear());
                write(channel, word.flip());
            }
            for (long i = 1; i <= ROUNDS; i++) {
                await(page, TO, i);
                LONG.setRelease(page, BACK, i);
            }
            for (int buffer : new int[] { 1 << 16, 1 << 18, 1 << 20 }) {
                ByteBuffer direct = ByteBuffer.allocateDirect(buffer);
                for (int i = 0; i < TRANSFERS; i++) {
                    for (int at = 0; at < SLOT; at += buffer) {
                        read(channel, direct.clear());
                        direct.flip().get(mebibyte, at, buffer);
                    }
                }
                write(channel, word.clear());
            }
            for (long i = 1; i <= TRANSFERS; i++) {
                await(page, TO, ROUNDS + i);
                page.get(DATA + (int) (i % SLOTS) * SLOT, mebibyte, 0, SLOT);
                LONG.setRelease(page, BACK, ROUNDS + i);
            }
        }
    }

    private void echoBySocket(SocketChannel channel) throws IOException {
        write(channel, word.clear());
        read(channel, word.clear());
    }

    private interface Round {
        void run() throws IOException;
    }

    private static final class SpinningCaller implements Round {
        private final MappedByteBuffer page;
        private long number;

        SpinningCaller(MappedByteBuffer page) {
            this.page = page;
        }

        @Override
        public void run() {
            LONG.setRelease(page, TO, ++number);
            await(page, BACK, number);
        }
    }

    private static void roundTrips(String what, Round round) throws IOException {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            round.run();
            nanos[i] = System.nanoTime() - start;
        }
        long[] late = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(late);
        System.out.printf(Locale.ROOT, "%s: there and back in %.2f us (median), %.1f us (99th percentile)%n", what,
                late[late.length / 2] / 1e3, late[late.length * 99 / 100] / 1e3);
    }

    private void socketTransfer(SocketChannel channel, int buffer) throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(buffer);
        long start = System.nanoTime();
        for (int i = 0; i < TRANSFERS; i++) {
            for (int at = 0; at < SLOT; at += buffer) {
                write(channel, direct.clear().put(mebibyte, at, buffer).flip());
            }
        }
        read(channel, word.clear());
        say("socket, writes of " + (buffer >> 10) + " KiB", start);
    }

    private void sharedTransfer(MappedByteBuffer page) {
        long start = System.nanoTime();
        for (long i = 1; i <= TRANSFERS; i++) {
            await(page, BACK, ROUNDS + i - SLOTS);
            page.put(DATA + (int) (i % SLOTS) * SLOT, mebibyte, 0, SLOT);
            LONG.setRelease(page, TO, ROUNDS + i);
        }
        await(page, BACK, ROUNDS + TRANSFERS);
        say("shared memory", start);
    }

    private static void say(String what, long start) {
        System.out.printf(Locale.ROOT, "%s: %.0f MiB a second one way, array to array%n", what,
                TRANSFERS / ((System.nanoTime() - start) / 1e9));
    }

    private static void await(MappedByteBuffer page, int at, long atLeast) {
        while ((long) LONG.getAcquire(page, at) < atLeast) {
            Thread.onSpinWait();
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the other side is gone");
            }
        }
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        }
    }
}
