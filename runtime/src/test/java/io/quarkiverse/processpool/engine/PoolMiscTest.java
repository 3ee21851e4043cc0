package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** The tests of CPython's smaller multiprocessing classes that say something about a pool, under their names. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class PoolMiscTest {

    @TempDir
    Path directory;

    private static WorkerPool pool(int workers) {
        return WorkerPool.builder("python").workers(workers).build();
    }

    /** TestInitializers: it runs once in each worker; what is no initializer does not compile. */
    @Test
    void test_pool_initializer() throws Exception {
        try (WorkerPool pool = prepared().workers(2).build()) {
            CompletableFuture<Long> first = pool.submit(PreparedTasks.announceAndWait("busy", "go on"));
            CompletableFuture<Long> second = pool.submit(PreparedTasks.announceAndWait("busy", "go on"));
            await().atMost(Pools.PATIENCE).until(() -> preparations("busy").size() == 2);
            Files.createFile(directory.resolve("go on"));
            List<String> each = List.of("init " + first.get(30, TimeUnit.SECONDS), "init " + second.get(30, TimeUnit.SECONDS));
            pool.map(PreparedTasks::pid, List.of(1, 2, 3, 4, 5, 6), 1).get(30, TimeUnit.SECONDS);
            assertThat(preparations("init")).containsExactlyInAnyOrderElementsOf(each);
        }
    }

    private PoolBuilder prepared() {
        return WorkerPool.builder("prepared").jvmArgs("-Dprepared=" + directory);
    }

    /** What the classes of that pool say about how they are prepared, of one kind. */
    private List<String> preparations(String kind) {
        return Pools.lines(directory.resolve("log"), 0).stream().filter(line -> line.startsWith(kind + " ")).toList();
    }

    /** TestInitializers: there is no manager; who serves beside the workers is this process, and it is prepared once, too. */
    @Test
    void test_manager_initializer() throws Exception {
        System.setProperty("prepared", directory.toString());
        try (InPlacePool pool = new InPlacePool("prepared", Runnable::run)) {
            for (int i = 0; i < 3; i++) {
                assertThat(pool.apply(PreparedTasks.pid(i))).isEqualTo(ProcessHandle.current().pid());
            }
            assertThat(preparations("init")).containsExactly("init " + ProcessHandle.current().pid());
        } finally {
            System.clearProperty("prepared");
        }
    }

    /** _TestSpawnedSysPath: what a worker prints before its tasks is heard, and once. */
    @Test
    void test_std_streams_flushed_after_preload() throws Exception {
        try (LoggedRecords log = LoggedRecords.ofPool("prepared").ofAllLevels()) {
            WorkerPool pool = prepared().workers(1).build();
            pool.map(PreparedTasks::pid, List.of(1, 2, 3), 1).get(30, TimeUnit.SECONDS);
            pool.close();
            assertThat(pool.join(Pools.PATIENCE)).isTrue();
            await().atMost(Pools.PATIENCE).until(() -> log.has("getting ready"));
            assertThat(log.all()).filteredOn(one -> one.getMessage().endsWith("getting ready")).hasSize(1);
        }
    }

    /** _TestSpawnedSysPath: the class path is that of the pool, in its order. */
    @Test
    void test_child_sys_path() throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(directory));
        classPath.addAll(prepared().settings().classPath());
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).classPath(classPath).build()) {
            assertThat(pool.apply(MisbehaveTasks.property("java.class.path"))).isEqualTo(joined(classPath));
        }
    }

    private static String joined(List<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** TestPoolNotLeakOnFailure: the first two workers start and the others do not. */
    @Test
    void test_release_unused_processes() throws Exception {
        Path starts = directory.resolve("starts");
        Path java = Pools.javaAfter(directory, "echo start >> '" + starts + "'\nmkdir '" + directory.resolve("one")
                + "' || mkdir '" + directory.resolve("two") + "' || exit 3");
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

    /** MiscTestCase. Each worker is a JVM here. */
    @Test
    @Timeout(900)
    void test_large_pool() throws Exception {
        int size = Integer.getInteger("largePool", 200);
        Path gate = directory.resolve("gate");
        try (WorkerPool pool = WorkerPool.builder("python").workers(size).heap("16m").jvmArgs("-Xss256k").build()) {
            List<CompletableFuture<Integer>> all = IntStream.range(0, size)
                    .mapToObj(i -> pool.submit(PythonTasks.sqrWhen(i, gate))).toList();
            await().atMost(Duration.ofMinutes(5)).until(() -> pool.stats().workers().stream()
                    .filter(worker -> worker.state().name().equals("BUSY")).map(WorkerStats::pid).distinct().count() == size);
            Files.createFile(gate);
            for (int i = 0; i < size; i++) {
                assertThat(all.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * i);
            }
            assertThat(pool.stats().workersStarted()).isEqualTo(size);
        }
    }

    /** MiscTestCase: a pool whose java is not there can be made; only its workers need it. */
    @Test
    void test_spawn_sys_executable_none_allows_import() {
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).java(directory.resolve("java")).build()) {
            assertThat(pool.stats().size()).isEqualTo(1);
            assertThatThrownBy(() -> pool.apply(PythonTasks.sqr(1))).isInstanceOf(WorkerStartException.class);
        }
    }

    /** What a process with that main class prints, and what its worker prints. */
    private List<String> run(Class<?> main, List<String> options, String... arguments) throws Exception {
        Path output = directory.resolve("output");
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + directory));
        all.addAll(options);
        Process process = Pools.java(main, all, arguments).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }

    /** MiscTestCase: the main class of the application may have tasks; its main method does not run in a worker. */
    @Test
    void test_preload_main() throws Exception {
        assertThat(run(Python.class, List.of())).contains("49").filteredOn(line -> line.contains("main class"))
                .containsExactly("main class with 0");
    }

    /** MiscTestCase: the arguments of the main method are there alone, and on no command line of a worker. */
    @Test
    void test_preload_main_sys_argv() throws Exception {
        expectArgumentsInMainOnly("a b", "", "c");
    }

    private void expectArgumentsInMainOnly(String... arguments) throws Exception {
        assertThat(run(Python.class, List.of(), arguments)).contains("main class with " + arguments.length, "49")
                .filteredOn(line -> line.startsWith("worker: ")).singleElement().asString().endsWith("PythonWorker")
                .doesNotContain(" " + arguments[0]);
    }

    /** MiscTestCase; and a class path that is longer than one argument may be is that of the workers all the same. */
    @Test
    void test_preload_main_large_sys_argv() throws Exception {
        expectArgumentsInMainOnly(Collections.nCopies(10, "x".repeat(100_000)).toArray(String[]::new));
        List<Path> classPath = IntStream.range(0, 2_000).mapToObj(i -> directory.resolve("x".repeat(100) + i))
                .collect(Collectors.toCollection(ArrayList::new));
        classPath.addAll(prepared().settings().classPath());
        assertThat(joined(classPath)).hasSizeGreaterThan(1 << 17);
        try (WorkerPool pool = WorkerPool.builder("python").workers(1).classPath(classPath).build()) {
            assertThat(pool.apply(PythonTasks.sqr(7))).isEqualTo(49);
            assertThat(pool.apply(MisbehaveTasks.property("java.class.path"))).isEqualTo(joined(classPath));
        }
    }

    /** TestTimeouts: the usual time limits of connections are not those between a pool and its workers. */
    @Test
    void test_timeout() throws Exception {
        assertThat(
                run(Python.class, List.of("-Dsun.net.client.defaultConnectTimeout=1", "-Dsun.net.client.defaultReadTimeout=1")))
                .contains("49");
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
        Path java = Pools.javaAfter(directory, "echo $$ > '" + asleep + "'\n" + Pools.untilThere(gate));
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
        Path java = Pools.javaAfter(directory, "echo $$ > '" + asleep + "'\n" + Pools.untilThere(gate));
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

    /** ChallengeResponseTest: its token lets a worker in, once, and that of another one does not. */
    @Test
    void test_challengeresponse() throws Exception {
        byte[] token = new byte[WorkerSettings.TOKEN_BYTES];
        new Random(1).nextBytes(token);
        WorkerSettings settings = new WorkerSettings("python-1", token, directory.toString(), "", 1 << 20, "", 0,
                List.of());
        Files.write(settings.page(), new byte[SharedPage.SIZE]);
        WorkerEndpoint endpoint = new WorkerEndpoint(settings);
        CompletableFuture<SocketChannel> accepted = CompletableFuture.supplyAsync(() -> {
            try {
                return endpoint.accept(1 << 20);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] other = token.clone();
        other[token.length - 1]++;
        turnAway(settings.socket(), hello(other));
        assertThat(accepted).isNotDone();
        try (SocketChannel worker = SocketChannel.open(UnixDomainSocketAddress.of(settings.socket()))) {
            worker.write(java.nio.ByteBuffer.wrap(hello(token)));
            try (SocketChannel served = accepted.get(30, TimeUnit.SECONDS)) {
                assertThat(served.isConnected()).isTrue();
            }
        }
        assertThat(settings.socket()).doesNotExist();
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

    /** TestWait: four writers of ten messages each; all are seen, and the end of each. */
    @Test
    void test_wait() throws Exception {
        seeAll(FlowsTasks.upTo(10));
    }

    /** TestWait: the same with pauses. */
    @Test
    void test_wait_slow() throws Exception {
        seeAll(FlowsTasks.slow(9, 20, Files.createFile(directory.resolve("gate"))));
    }

    private static void seeAll(StreamTask<Integer> writer) throws Exception {
        Map<ResultStream<Integer>, List<Integer>> seen = new HashMap<>();
        try (WorkerPool pool = pool(4)) {
            for (int i = 0; i < 4; i++) {
                seen.put(pool.stream(writer), new ArrayList<>());
            }
            Queue<ResultStream<Integer>> readers = new ArrayDeque<>(seen.keySet());
            for (ResultStream<Integer> reader; (reader = readers.poll()) != null;) {
                Integer next = reader.next();
                if (next != null) {
                    seen.get(reader).add(next);
                    readers.add(reader);
                }
            }
            assertThat(pool.stats().completed()).isEqualTo(4);
        }
        assertThat(seen.values()).containsOnly(IntStream.range(0, 10).boxed().toList());
    }

    /** TestWait: a sentinel is a future, and so is a result; one can wait for both together. */
    @Test
    void test_wait_integer() throws Exception {
        List<Path> gates = Stream.of("a", "end", "b").map(directory::resolve).toList();
        ChildProcess process = ChildProcess.of(PythonTasks.sqrWhen(1, gates.get(1)));
        process.start();
        try (WorkerPool pool = pool(2)) {
            List<CompletableFuture<?>> waiting = new ArrayList<>(List.of(pool.submit(PythonTasks.sqrWhen(2, gates.get(0))),
                    process.onExit().toCompletableFuture(), pool.submit(PythonTasks.sqrWhen(3, gates.get(2)))));
            List<Object> seen = new ArrayList<>();
            for (int i : new int[] { 1, 2, 0 }) {
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
                Files.createFile(gates.get(i));
                seen.add(CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS));
                waiting.removeIf(CompletableFuture::isDone);
            }
            assertThat(seen).containsExactly(process, 9, 4);
        }
        assertThat(process.exitCode()).hasValue(0);
        process.close();
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
        assertThat(run(WithoutGuard.class, List.of())).containsExactly("main", "49");
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
