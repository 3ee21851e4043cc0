package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.WorkerStats;

/**
 * The tests of CPython's smaller multiprocessing classes that say something about a pool, under their names.
 * <p>
 * Left out, with the reason:
 * <ul>
 * <li>TestStdinBadfiledescriptor.test_queue_in_process, TestSharedMemoryNames, SemLockTests, TestNamedResource,
 * TestResourceTracker: queues, semaphores and shared memory do not exist here
 * <li>TestForkAwareThreadLock, ForkInThreads, test_forked_thread_not_started: nothing is forked
 * <li>TestInvalidHandle, TestInvalidFamily: handles and address families are not in the API
 * <li>TestStartMethod, test_preload_main: there is one way to start a worker
 * <li>TestWait.test_wait_integer: a sentinel is a future here, and so is a connection
 * <li>test__all__, test_spawn_sys_executable_none_allows_import: about Python's modules
 * <li>test_preload_main_large_sys_argv: StartFailureTest has the long class path
 * </ul>
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class PoolMiscTest {

    @TempDir
    Path directory;

    private static WorkerPool pool(int workers) {
        return WorkerPool.builder("python").workers(workers).build();
    }

    /** TestPoolNotLeakOnFailure: the first two workers start and the others do not. */
    @Test
    void test_release_unused_processes() throws Exception {
        Path starts = directory.resolve("starts");
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n" + "echo start >> '" + starts + "'\n"
                + "mkdir '" + directory.resolve("one") + "' || mkdir '" + directory.resolve("two") + "' || exit 3\n" + "exec '"
                + System.getProperty("java.home")
                + "/bin/java' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = WorkerPool.builder("python").workers(6).java(java).build()) {
            List<CompletableFuture<Integer>> results = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(PythonTasks.sqrWhen(i, gate))).toList();
            Pools.lines(starts, 5);
            Files.createFile(gate);
            for (int i = 0; i < 10; i++) {
                assertThat(results.get(i).get(60, TimeUnit.SECONDS)).as("those that started do the work").isEqualTo(i * i);
            }
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
            assertThat(pool.stats().workers()).isEmpty();
        }
    }

    /** TestStdinBadfiledescriptor; and a task may wait for what runs in a pool of its own. */
    @Test
    @DisplayName("B31 A task that uses a nested pool never deadlocks, not even with workers=1")
    void test_pool_in_process() throws Exception {
        try (WorkerPool pool = pool(1)) {
            long[] found = pool.apply(PythonTasks.poolInProcess(5));
            assertThat(found[2]).isEqualTo(36);
            assertThat(found[0]).isNotEqualTo(found[1]).isNotEqualTo(ProcessHandle.current().pid());
            Pools.awaitDead(found[1]);
            assertThat(pool.apply(PythonTasks.pidAfter(0, 0))).isEqualTo(found[0]);
        }
    }

    /** TestStdinBadfiledescriptor: input is at its end, and a closed output is the task's own affair. */
    @Test
    void test_flushing() throws Exception {
        try (WorkerPool pool = pool(1)) {
            assertThat(pool.apply(PythonTasks.useStandardStreams(10))).isEqualTo(9);
            assertThat(pool.apply(PythonTasks.sqr(3))).isEqualTo(9);
        }
    }

    /** MiscTestCase has 200 workers; a worker here is a JVM. */
    @Test
    void test_large_pool() throws Exception {
        int size = Integer.getInteger("largePool", 20);
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = WorkerPool.builder("python").workers(size).heap("16m").jvmArgs("-Xss256k").build()) {
            List<CompletableFuture<Integer>> all = IntStream.range(0, size)
                    .mapToObj(i -> pool.submit(PythonTasks.sqrWhen(i, gate))).toList();
            await().atMost(Duration.ofSeconds(60)).until(() -> pool.stats().workers().stream()
                    .filter(worker -> worker.state().name().equals("BUSY")).map(WorkerStats::pid).distinct().count() == size);
            Files.createFile(gate);
            for (int i = 0; i < size; i++) {
                assertThat(all.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(size);
        }
    }

    /** TestIgnoreEINTR: signals at both ends of the channel while a megabyte travels there and back. */
    @ParameterizedTest
    @ValueSource(strings = { "CHLD", "WINCH", "CONT" })
    void test_ignore(String signal) throws Exception {
        byte[] megabyte = new byte[1 << 20];
        new Random(1).nextBytes(megabyte);
        try (WorkerPool pool = pool(1)) {
            long worker = pool.apply(PythonTasks.pidAfter(0, 0));
            Path begun = directory.resolve("begun");
            Path gate = directory.resolve("gate");
            CompletableFuture<byte[]> running = pool.submit(PythonTasks.sumUntil(megabyte, begun, gate));
            CompletableFuture<List<byte[]>> behind = pool.map(MisbehaveTasks::echo, List.of(megabyte, megabyte, megabyte));
            Pools.lines(begun, 1);
            for (int i = 0; i < 20; i++) {
                Pools.signal(signal, worker);
                Pools.signal(signal, ProcessHandle.current().pid());
            }
            Files.createFile(gate);
            for (int i = 0; i < 20; i++) {
                Pools.signal(signal, worker);
            }
            assertThat(running.get(30, TimeUnit.SECONDS)).hasSize(megabyte.length);
            assertThat(behind.get(30, TimeUnit.SECONDS)).allMatch(bytes -> java.util.Arrays.equals(bytes, megabyte));
            assertThat(pool.apply(PythonTasks.pidAfter(0, 0))).as("the worker is the same").isEqualTo(worker);
        }
    }

    /** TestIgnoreEINTR: signals while the pool waits for a worker to connect. */
    @Test
    void test_ignore_listener() throws Exception {
        Path asleep = directory.resolve("asleep");
        Path gate = directory.resolve("gate");
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\necho $$ > '" + asleep + "'\nwhile [ ! -e '" + gate
                + "' ]; do sleep 0.01; done\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).java(java).build()) {
            CompletableFuture<Integer> result = pool.submit(PythonTasks.sqr(4));
            Pools.lines(asleep, 1);
            for (int i = 0; i < 20; i++) {
                Pools.signal("CHLD", ProcessHandle.current().pid());
                Pools.signal("WINCH", ProcessHandle.current().pid());
            }
            Files.createFile(gate);
            assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(16);
        }
    }

    /** OtherTest: whoever connects without the token is turned away, and the worker is served all the same. */
    @Test
    void test_deliver_challenge_auth_failure() throws Exception {
        Path gate = directory.resolve("gate");
        Path here = Path.of(System.getProperty("java.io.tmpdir"));
        Path asleep = directory.resolve("asleep");
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\necho $$ > '" + asleep + "'\nwhile [ ! -e '" + gate
                + "' ]; do sleep 0.01; done\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).java(java).build()) {
            CompletableFuture<Integer> result = pool.submit(PythonTasks.sqr(4));
            Pools.lines(asleep, 1);
            Path socket = await().atMost(Pools.PATIENCE).until(() -> socketIn(here), found -> found != null);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .as("nobody else can get there").isEqualTo("rwx------");
            for (int i = 0; i < 3; i++) {
                turnAway(socket, hello(new byte[32]));
                turnAway(socket, hello(new byte[0]));
                turnAway(socket, "GET / HTTP/1.1\r\n\r\n                    ".getBytes());
            }
            Files.createFile(gate);
            assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(16);
        }
    }

    private static byte[] hello(byte[] token) {
        io.quarkiverse.processpool.wire.Encoder out = new io.quarkiverse.processpool.wire.Encoder(100);
        int frame = io.quarkiverse.processpool.wire.FrameHeader.begin(io.quarkiverse.processpool.wire.FrameType.HELLO, out);
        out.writeBytes(token);
        io.quarkiverse.processpool.wire.FrameHeader.end(frame, out);
        return out.toByteArray();
    }

    private static Path socketIn(Path temporary) throws Exception {
        for (String pool : LeavesNothingBehind.list(temporary, "qpp-" + ProcessHandle.current().pid() + "-")) {
            Path socket = temporary.resolve(pool).resolve("1").resolve("socket");
            if (Files.exists(socket)) {
                return socket;
            }
        }
        return null;
    }

    private static void turnAway(Path socket, byte[] greeting) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(java.nio.ByteBuffer.wrap(greeting));
            java.nio.ByteBuffer answer = java.nio.ByteBuffer.allocate(10);
            int read;
            try {
                read = channel.read(answer);
            } catch (java.io.IOException e) {
                read = -1; // reset, because it did not even read all of it
            }
            assertThat(read).as("it is told nothing").isEqualTo(-1);
        }
    }

    /** OtherTest, the other way round: a worker that is not given what it expects ends, and says what it is. */
    @Test
    void test_answer_challenge_auth_failure() throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder worker = Pools.java(PythonWorker.class, List.of()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Process process = worker.start();
        process.getOutputStream().write("this is not what a pool says to its workers, whatever it is".getBytes());
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(70);
        assertThat(Files.readString(output)).contains("only a process pool can start it");
    }

    /** TestWait: each of several that become ready one after the other is seen. */
    @Test
    void test_wait() throws Exception {
        try (WorkerPool pool = pool(2)) {
            List<CompletableFuture<Integer>> waiting = new ArrayList<>();
            List<Path> gates = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                gates.add(directory.resolve("gate" + i));
                waiting.add(pool.submit(PythonTasks.sqrWhen(i, gates.get(i))));
            }
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Files.createFile(gates.get(i));
                seen.add((Integer) CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).get(30,
                        TimeUnit.SECONDS));
                waiting.removeIf(CompletableFuture::isDone);
            }
            assertThat(seen).containsExactly(0, 1, 4, 9);
            assertThat(waiting).isEmpty();
        }
    }

    /** TestWait: 4 writers of 10 messages each, slowly; all are seen, and the end too. */
    @Test
    void test_wait_slow() throws Exception {
        List<Integer> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        try (WorkerPool pool = pool(4)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(pool.submit(PythonTasks.sqrAfter(i, 10 + i % 7)).thenAccept(seen::add));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).map(x -> x * x).boxed().toList());
    }

    /** TestWait: a wait lasts as long as it says, and what it waited for is there the next time. */
    @Test
    void test_wait_timeout() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(1)) {
            CompletableFuture<Integer> result = pool.submit(PythonTasks.sqrWhen(3, gate));
            long from = System.nanoTime();
            assertThatThrownBy(() -> result.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
            Files.createFile(gate);
            assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(9);
        }
    }

    /** TestWait: a negative time is no time, and does not end the task. */
    @Test
    void test_neg_timeout() throws Exception {
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = pool(1)) {
            CompletableFuture<Integer> result = pool.submit(PythonTasks.sqrWhen(3, gate));
            assertThatThrownBy(() -> result.get(-1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(result).isNotDone();
            Files.createFile(gate);
            assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(9);
        }
    }

    /** TestCloseFds: a worker has its own channel and outputs, and no descriptor of this process. */
    @Test
    void test_closefd() throws Exception {
        Path unix = directory.resolve("unix");
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketChannel local = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                WorkerPool pool = pool(2)) {
            local.bind(UnixDomainSocketAddress.of(unix));
            Path gate = directory.resolve("gate");
            CompletableFuture<Integer> first = pool.submit(PythonTasks.sqrWhen(1, gate));
            List<String> second = pool.apply(PythonTasks.descriptors(0));
            Files.createFile(gate);
            first.get(30, TimeUnit.SECONDS);
            List<String> one = pool.apply(PythonTasks.descriptors(0));
            List<String> ours = Python.descriptors(0).stream().filter(target -> target.startsWith("socket:")).toList();
            assertThat(ours).hasSizeGreaterThan(3);
            for (List<String> descriptors : List.of(one, second)) {
                assertThat(descriptors).as("its channel").anyMatch(target -> target.startsWith("socket:"));
                assertThat(descriptors).doesNotContainAnyElementsOf(ours);
                assertThat(descriptors.stream().filter(target -> target.startsWith("pipe:"))).as("leash, out, err").hasSize(3);
            }
            assertThat(listening.isBound()).isTrue();
        }
    }

    /** _TestAtExit: what a task registers for the end of its process is done when the worker ends in order. */
    @Test
    void test_atexit() throws Exception {
        Path file = directory.resolve("deadbeef");
        WorkerPool pool = pool(1);
        long pid = pool.apply(PythonTasks.noteAtExit(file, "deadbeef"));
        assertThat(file).doesNotExist();
        pool.close();
        assertThat(pool.join(Pools.PATIENCE)).isTrue();
        Pools.awaitDead(pid);
        assertThat(file).hasContent("deadbeef");
    }

    /** TestNoForkBomb: a worker runs the main class of workers, whatever the main class of its parent is. */
    @Test
    void test_noforkbomb() throws Exception {
        Path output = directory.resolve("output");
        Process process = Pools.java(WithoutGuard.class, List.of("-Djava.io.tmpdir=" + directory)).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readAllLines(output)).containsExactly("main", "49");
    }

    /** A main class that uses a pool in its static initializer, where a forked child would come by again. */
    static final class WithoutGuard {

        static {
            System.out.println("main");
            try (WorkerPool pool = pool(1)) {
                System.out.println(pool.submit(PythonTasks.sqr(7)).join());
            }
        }

        public static void main(String[] args) {
            // all is done above
        }
    }
}
