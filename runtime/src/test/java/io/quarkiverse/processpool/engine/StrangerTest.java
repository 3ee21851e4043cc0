package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.FrameHeader;
import io.quarkiverse.processpool.wire.FrameType;

/** Who is not the worker is turned away from its socket, and the worker is served after that. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class StrangerTest {

    @TempDir
    Path directory;
    private Path gate;
    private Path slowJava;

    /** A JVM that starts when the test has done what it wants to do before that. */
    @BeforeEach
    void writeScript() throws IOException {
        gate = directory.resolve("gate");
        slowJava = Pools.javaAfter(directory, Pools.untilThere(gate));
    }

    private static Stream<Path> files() throws IOException {
        String prefix = "qpp-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> pools = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> mine = pools.filter(pool -> pool.getFileName().toString().startsWith(prefix)).toList();
            return mine.stream().flatMap(StrangerTest::below);
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.of(folder); // it is being made
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return (Files.getAttribute(file, "unix:mode") instanceof Integer mode) && (mode & 0170000) == 0140000;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path awaitSocket() {
        return await().atMost(Pools.PATIENCE).until(() -> files().filter(StrangerTest::isSocket).findFirst().orElse(null),
                found -> found != null);
    }

    private static byte[] hello(byte[] token) {
        Encoder out = new Encoder();
        int at = FrameHeader.begin(FrameType.HELLO, out);
        out.writeBytes(token);
        FrameHeader.end(at, out);
        return out.toByteArray();
    }

    private static void expectTurnedAway(Path socket, byte[] says) throws IOException {
        try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            stranger.write(ByteBuffer.wrap(says));
            ByteBuffer answer = ByteBuffer.allocate(1 << 10);
            assertThat(readOrReset(stranger, answer)).as("the answer is the end").isEqualTo(-1);
            assertThat(answer.position()).as("bytes that a stranger was told").isZero();
        }
    }

    private static int readOrReset(SocketChannel stranger, ByteBuffer answer) {
        try {
            return stranger.read(answer);
        } catch (IOException e) {
            return -1; // it was closed with bytes unread
        }
    }

    @Test
    void aProcessWithoutTheTokenIsTurnedAwayAndTheWorkerIsServed() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.java(slowJava))) {
            CompletableFuture<Integer> result = pool.submit(MisbehaveTasks.square(7));
            Path socket = awaitSocket();
            expectTurnedAway(socket, hello(new byte[32]));
            expectTurnedAway(socket, hello(new byte[0]));
            expectTurnedAway(socket, hello(null));
            expectTurnedAway(socket, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            expectTurnedAway(socket, new byte[1 << 16]);
            try (SocketChannel hurried = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                assertThat(hurried.isConnected()).isTrue(); // and leaves without a word
            }
            Files.createFile(gate);
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(49);
            assertThat(files().filter(StrangerTest::isSocket)).as("sockets, once the worker has connected").isEmpty();
        }
    }

    @Test
    void nobodyElseCanEnter() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.java(slowJava))) {
            CompletableFuture<Integer> result = pool.submit(MisbehaveTasks.square(7));
            Path socket = awaitSocket();
            for (Path file : files().toList()) {
                if (!isSocket(file)) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
                }
            }
            Files.createFile(gate);
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(49);
        }
    }

    /** Only root can become somebody else; for others the permissions have to be enough. */
    @Test
    void anotherUserCannotConnect() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
        Path open = Files.createTempDirectory("open");
        Path everybodys = open.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(everybodys));
            for (Path each : List.of(open, everybodys)) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            assertThat(connectAsAnotherUser(everybodys)).as("to a socket that is for everybody").isEqualTo("connected");
        } finally {
            Files.delete(everybodys);
            Files.delete(open);
        }
        try (WorkerPool pool = Pools.of(1, builder -> builder.java(slowJava))) {
            CompletableFuture<Integer> result = pool.submit(MisbehaveTasks.square(7));

            assertThat(connectAsAnotherUser(awaitSocket())).isEqualTo("Permission denied");

            Files.createFile(gate);
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(49);
        }
    }

    private static String connectAsAnotherUser(Path socket) throws IOException, InterruptedException {
        Process other = new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "perl",
                "-MIO::Socket::UNIX", "-e", "print IO::Socket::UNIX->new(Peer => $ARGV[0]) ? 'connected' : $!",
                socket.toString()).redirectErrorStream(true).start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        other.waitFor();
        return said;
    }
}
