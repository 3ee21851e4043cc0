package io.quarkiverse.processpool.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.engine.LeavesNothingBehind;

/** CPython's smaller classes of tests about processes, under the names of their tests. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class ProcessMiscTest {

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static void expect(ChildProcess process, int exitCode) throws InterruptedException {
        assertThat(process.join(Told.PATIENCE)).as("%s has ended", process).isTrue();
        assertThat(process.exitCode()).hasValue(exitCode);
        process.close();
    }

    /** Starts another one wherever it is loaded. */
    static final class Bomb extends ChildProcess {

        private static final long serialVersionUID = 1L;

        static final String SCRIPT = "org.acme.script";
        static final ChildProcess FIRST = new Bomb().java(Path.of(System.getProperty(SCRIPT)));

        static {
            FIRST.start();
        }

        @Override
        protected void run() {
            throw new AssertionError("its class cannot be loaded");
        }
    }

    /** Starts another one from a class that it loads only when it works. */
    static final class DelayedBomb extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private static final class Fuse {

            static {
                new DelayedBomb().start();
            }

            static void light() {
                throw new AssertionError("cannot be loaded");
            }
        }

        @Override
        protected void run() {
            Fuse.light();
        }
    }

    @Test
    void test_noforkbomb() throws Exception {
        System.setProperty(Bomb.SCRIPT, Told.script(directory, "", "2>> '" + file("err") + "'").toString());
        try {
            expect(Bomb.FIRST, 1);
            assertThat(Files.readString(file("err"))).contains("IllegalStateException")
                    .contains("may not start others while it is being started");
            ChildProcess delayed = new DelayedBomb().java(Path.of(System.getProperty(Bomb.SCRIPT)));
            delayed.start();
            expect(delayed, 1);
        } finally {
            System.clearProperty(Bomb.SCRIPT);
        }
        assertThat(Files.readString(file("err"))).contains("from the static initializer of a class");
    }

    @Test
    void test_closefd() throws Exception {
        try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Set<String> ours = sockets(descriptors());
            assertThat(ours).hasSizeGreaterThanOrEqualTo(2);
            ChildProcess process = ChildProcess.of(ErrandsTasks.descriptors(file("open")));
            process.start();

            Set<String> theirs = sockets(List.of(Told.line(file("open")).split(" ")));

            process.kill();
            expect(process, -9);
            theirs.retainAll(ours);
            assertThat(theirs).isEmpty();
        }
    }

    /** Has nothing to read, starts a process of its own, and says both. */
    static final class WithoutInput extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        WithoutInput(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws Exception {
            Errands.tell(Path.of(file), "read " + System.in.read());
            ChildProcess process = ChildProcess.of(ErrandsTasks.tell(Path.of(file), "of a child of a child"));
            process.start();
            process.join();
        }
    }

    /** TestStdinBadfiledescriptor; there are no queues, so it is told by a file. */
    @Test
    void test_queue_in_process() throws Exception {
        ChildProcess process = new WithoutInput(file("said"));
        process.start();
        expect(process, 0);

        assertThat(Told.read(file("said"))).containsExactly("read -1", "of a child of a child");
    }

    /** Sends ten lines by a socket of its own. */
    static final class Writer extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final int port;
        private final boolean slow;

        Writer(int port, boolean slow) {
            this.port = port;
            this.slow = slow;
        }

        @Override
        protected void run() throws Exception {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (int i = 0; i < 10; i++) {
                    Thread.sleep(slow ? ThreadLocalRandom.current().nextInt(100) : 0);
                    socket.getOutputStream().write((i + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static void seeAllOfFourSockets(boolean slow) throws Exception {
        List<ChildProcess> processes = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(); Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < 4; i++) {
                processes.add(new Writer(server.socket().getLocalPort(), slow).daemon(true));
                processes.get(i).start();
            }
            for (int i = 0; i < 4; i++) {
                SocketChannel reader = server.accept();
                reader.configureBlocking(false).register(selector, SelectionKey.OP_READ, new StringBuilder());
            }
            while (said.size() < 4) {
                selector.select(key -> readSome(key, said));
            }
        }
        for (ChildProcess process : processes) {
            expect(process, 0);
        }
        assertThat(said).containsOnly("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    }

    private static void readSome(SelectionKey key, List<String> said) {
        StringBuilder before = (StringBuilder) key.attachment();
        ByteBuffer bytes = ByteBuffer.allocate(32);
        try {
            if (((SocketChannel) key.channel()).read(bytes) < 0) {
                said.add(before.toString());
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        before.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
    }

    /** TestWait: what children send by sockets of their own is seen, and the end of each. */
    @Test
    void test_wait_socket() throws Exception {
        seeAllOfFourSockets(false);
    }

    @Test
    void test_wait_socket_slow() throws Exception {
        seeAllOfFourSockets(true);
    }

    private static List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return targets;
    }

    private static Set<String> sockets(List<String> targets) {
        return targets.stream().filter(target -> target.startsWith("socket:")).collect(Collectors.toSet());
    }

    @Test
    void test_atexit() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.hook(file("said")));
        process.start();
        expect(process, 0);

        assertThat(Told.read(file("said"))).containsExactly("hook");
    }

    /** Says how it runs, and has a child say the same. */
    static final class Flags extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final boolean below;

        Flags(Path file, boolean below) {
            this.file = file.toString();
            this.below = below;
        }

        @Override
        protected void run() throws Exception {
            if (!below) {
                System.setProperty("colour", "bleu ciel"); // its child sees it; nobody sees it on a command line
            }
            assertThat(String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0])))
                    .doesNotContain("bleu ciel");
            Errands.tell(Path.of(file), Locale.getDefault() + " " + TimeZone.getDefault().getID() + " "
                    + Charset.defaultCharset() + " " + Flags.class.desiredAssertionStatus() + " "
                    + Runtime.getRuntime().maxMemory() + " " + ManagementFactory.getGarbageCollectorMXBeans().stream()
                            .map(GarbageCollectorMXBean::getName).toList()
                    + " " + System.getProperty("shape") + " " + System.getProperty("colour") + " "
                    + System.getProperty("java.io.tmpdir") + " " + System.getenv("SIZE"));
            if (!below) {
                ChildProcess process = new Flags(Path.of(file), true);
                process.start();
                process.join();
            }
        }
    }

    @Test
    void test_flags() throws Exception {
        ChildProcess process = new Flags(file("said"), false)
                .jvmArgs("-Duser.language=fr", "-Duser.country=CA", "-Duser.timezone=Asia/Tokyo", "-XX:+UseParallelGC",
                        "-Dshape=round", "-da", "-Djava.io.tmpdir=" + directory)
                .heap("64m").environment(java.util.Map.of("SIZE", "large"));
        process.start();
        expect(process, 0);

        List<String> said = Told.read(file("said"));
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith("fr_CA Asia/Tokyo ").contains(" false ").contains("PS MarkSweep")
                .endsWith(" round bleu ciel " + directory + " large");
        assertThat(said.get(1)).isEqualTo(said.get(0));
    }
}
