package io.quarkiverse.processpool.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.ParentProcess;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.engine.LeavesNothingBehind;
import io.quarkiverse.processpool.wire.Signals;

/**
 * CPython's {@code _TestProcess} and {@code _TestSubclassingProcess}, one test for each of theirs, under its name.
 * <p>
 * Adapted: there is no authentication key, because a child has no socket to be talked to on; a native thread id is a process
 * id; {@code KeyboardInterrupt} is a handler that interrupts the main thread. There is no fork server either: its four tests
 * are
 * held by what stands in its place, the process that has launched a child, and the pipe by which a child is told what to do.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class ProcessTest {

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private ChildProcess staying() {
        return ChildProcess.of(ErrandsTasks.stay(file("staying")));
    }

    private static void expect(ChildProcess process, int exitCode) throws InterruptedException {
        assertThat(process.join(Told.PATIENCE)).as("%s has ended", process).isTrue();
        assertThat(process.exitCode()).hasValue(exitCode);
        process.close();
    }

    private static void start(ChildProcess... processes) {
        for (ChildProcess process : processes) {
            process.start();
        }
    }

    @Test
    void test_current() {
        ChildProcess current = ChildProcess.current();

        assertThat(current.isAlive()).isTrue();
        assertThat(current.daemon()).isFalse();
        assertThat(current.name()).isEqualTo("MainProcess");
        assertThat(current.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(current.exitCode()).isEmpty();
        assertThat(ChildProcess.current()).isSameAs(current);
        assertThatThrownBy(current::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(current::join).isInstanceOf(IllegalStateException.class).hasMessageContaining("is this process");
    }

    @Test
    void test_set_executable() throws Exception {
        Path link = Files.createSymbolicLink(file("another java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        Path script = Told.script(directory, "STARTED_BY=script; export STARTED_BY", "");

        for (Path java : List.of(link, script)) {
            ChildProcess process = ChildProcess.of(ErrandsTasks.variable(file("variable"), "STARTED_BY")).java(java);
            process.start();
            expect(process, 0);
        }

        assertThat(Told.read(file("variable"))).containsExactly("null", "script");
    }

    @Test
    void test_args_argument() throws Exception {
        ChildProcess process = ChildProcess
                .of(ErrandsTasks.arguments(file("arguments"), 1, "str", List.of(1), new int[] { 1 }));
        process.start();
        expect(process, 0);

        assertThat(Told.read(file("arguments"))).containsExactly("1 str [1] [1]");
    }

    /** Says whether children that are made in it are daemons. */
    static final class Creator extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        Creator(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws IOException {
            Errands.tell(Path.of(file), ChildProcess.of(ErrandsTasks.nothing(0)).daemon() + " "
                    + ChildProcess.of(ErrandsTasks.nothing(0)).daemon(false).daemon());
        }
    }

    @Test
    void test_daemon_argument() throws Exception {
        assertThat(ChildProcess.of(ErrandsTasks.nothing(0)).daemon()).isFalse();
        assertThat(ChildProcess.of(ErrandsTasks.nothing(0)).daemon(true).daemon()).isTrue();

        ChildProcess daemon = new Creator(file("of daemon")).daemon(true);
        ChildProcess other = new Creator(file("of other")).daemon(false);
        start(daemon, other);
        assertThatThrownBy(() -> daemon.daemon(false)).isInstanceOf(IllegalStateException.class);
        expect(daemon, 0);
        expect(other, 0);

        assertThat(Told.read(file("of daemon"))).containsExactly("true false");
        assertThat(Told.read(file("of other"))).containsExactly("false false");
    }

    @Test
    void test_parent_process_attributes() throws Exception {
        assertThat(ChildProcess.parent()).isEmpty();

        ChildProcess process = ChildProcess.of(ErrandsTasks.identity(file("identity")));
        process.start();
        expect(process, 0);

        assertThat(Told.read(file("identity")).get(1)).isEqualTo("MainProcess " + ProcessHandle.current().pid() + " true");
    }

    /** Starts a process that watches it, and stays. */
    static final class Watched extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        Watched(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws Exception {
            new Watcher(file).start();
            new CountDownLatch(1).await();
        }
    }

    static final class Watcher extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        Watcher(String file) {
            this.file = file;
        }

        @Override
        protected void run() throws Exception {
            ParentProcess parent = ChildProcess.parent().orElseThrow();
            Errands.tell(Path.of(file), parent.pid() + " " + parent.name() + (parent.isAlive() ? " alive" : " not alive")
                    + (parent.join(Duration.ZERO) ? " joined" : ""));
            parent.join();
            Errands.tell(Path.of(file), parent.isAlive() ? "alive" : "not alive");
        }
    }

    @Test
    void test_parent_process() throws Exception {
        ChildProcess process = new Watched(file("seen")).name("the watched");
        process.start();
        assertThat(Told.line(file("seen"))).isEqualTo(process.pid() + " the watched alive");

        process.terminate();
        expect(process, -15);

        assertThat(Told.lines(file("seen"), 2).get(1)).isEqualTo("not alive");
    }

    @Test
    void test_process() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.identity(file("identity")));
        assertThat(process.isAlive()).isFalse();
        assertThat(process.exitCode()).isEmpty();
        assertThat(ChildProcess.activeChildren()).doesNotContain(process);
        assertThatThrownBy(process::pid).isInstanceOf(IllegalStateException.class);
        assertThat(process.name()).matches("Process-[0-9]+");
        process.daemon(true);

        process.start();
        long pid = process.pid();
        assertThat(process.exitCode()).isEmpty();
        assertThat(process.isAlive()).isTrue();
        assertThat(ChildProcess.activeChildren()).containsExactly(process);
        assertThatThrownBy(process::start).isInstanceOf(IllegalStateException.class);

        process.join();
        assertThat(process.exitCode()).hasValue(0);
        assertThat(process.isAlive()).isFalse();
        assertThat(ChildProcess.activeChildren()).isEmpty();
        assertThat(Told.read(file("identity")).get(0)).isEqualTo(process.name() + " " + pid + " true true false");
        process.close();
    }

    @Test
    void test_process_mainthread_native_id() throws Exception {
        ChildProcess process = staying();
        process.start();

        assertThat(Told.line(file("staying"))).isEqualTo(Long.toString(process.pid()))
                .isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
        process.kill();
        expect(process, -9);
    }

    /** Stays, and takes an interrupt from the keyboard as Python does. */
    static final class Interruptible extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        Interruptible(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws Exception {
            Thread main = Thread.currentThread();
            Signals.handle("INT", main::interrupt);
            Errands.stay(Path.of(file));
        }
    }

    @Test
    void test_interrupt() throws Exception {
        ChildProcess process = new Interruptible(file("staying")).java(Told.script(directory, "", "2> '" + file("err") + "'"));
        process.start();
        Told.line(file("staying"));

        Told.signal("INT", process.pid());

        expect(process, 1);
        assertThat(Files.readString(file("err"))).contains("java.lang.InterruptedException");
    }

    @Test
    void test_interrupt_no_handler() throws Exception {
        ChildProcess process = staying().java(Told.script(directory, "", ""));
        process.start();
        Told.line(file("staying"));

        Told.signal("INT", process.pid());

        expect(process, -2);
    }

    private void endOf(ChildProcess process, Runnable end, int exitCode) throws Exception {
        process.start();
        assertThat(process.isAlive()).isTrue();
        assertThat(ChildProcess.activeChildren()).contains(process);
        assertThat(process.exitCode()).isEmpty();
        Told.line(file("staying"));

        for (int seconds : new int[] { 0, -1 }) {
            long start = System.nanoTime();
            assertThat(process.join(Duration.ofSeconds(seconds))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(process.isAlive()).isTrue();
        }

        end.run();
        process.join();
        assertThat(process.isAlive()).isFalse();
        assertThat(ChildProcess.activeChildren()).doesNotContain(process);
        end.run(); // nothing happens to one that has ended
        expect(process, exitCode);
    }

    @Test
    void test_terminate() throws Exception {
        ChildProcess process = staying().daemon(true);
        endOf(process, process::terminate, -15);
    }

    @Test
    void test_kill() throws Exception {
        ChildProcess process = staying().daemon(true);
        endOf(process, process::kill, -9);
    }

    @Test
    void test_cpu_count() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.processors(file("processors")));
        process.start();
        expect(process, 0);

        assertThat(Integer.parseInt(Told.line(file("processors")))).isPositive()
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void test_active_children() throws Exception {
        assertThat(ChildProcess.activeChildren()).isEmpty();
        ChildProcess process = staying();
        assertThat(ChildProcess.activeChildren()).doesNotContain(process);

        process.start();
        assertThat(ChildProcess.activeChildren()).containsExactly(process);

        process.kill();
        process.join();
        assertThat(ChildProcess.activeChildren()).isEmpty();
        process.close();
    }

    /** Says its place, and starts two below it, to a depth of two. */
    static final class Branch extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final List<Integer> place;

        Branch(String file, List<Integer> place) {
            this.file = file;
            this.place = place;
        }

        @Override
        protected void run() throws Exception {
            Errands.tell(Path.of(file), place.toString().replace(" ", ""));
            for (int i = 0; i < 2 && place.size() < 2; i++) {
                List<Integer> below = new ArrayList<>(place);
                below.add(i);
                ChildProcess process = new Branch(file, below);
                process.start();
                process.join();
            }
        }
    }

    @Test
    void test_recursion() throws Exception {
        ChildProcess process = new Branch(file("places").toString(), new ArrayList<>());
        process.start();
        expect(process, 0);

        assertThat(Told.read(file("places"))).containsExactly("[]", "[0]", "[0,0]", "[0,1]", "[1]", "[1,0]", "[1,1]");
    }

    @Test
    void test_sentinel() throws Exception {
        ChildProcess process = staying();
        assertThatThrownBy(process::onExit).isInstanceOf(IllegalStateException.class);

        process.start();
        CompletableFuture<ChildProcess> sentinel = process.onExit().toCompletableFuture();
        Told.line(file("staying"));
        assertThat(sentinel).isNotDone();
        process.terminate();

        assertThat(sentinel.get(60, TimeUnit.SECONDS)).isSameAs(process);
        assertThat(process.isAlive()).isFalse();
        expect(process, -15);
    }

    @Test
    void test_close() throws Exception {
        ChildProcess process = staying();
        process.start();
        assertThat(process.isAlive()).isTrue();
        assertThatThrownBy(process::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("alive");

        process.kill();
        process.join();
        assertThat(process.exitCode()).hasValue(-9);
        process.close();

        List<ThrowingCallable> uses = List.of(process::isAlive, process::join, () -> process.join(Duration.ZERO),
                process::terminate, process::kill, process::start, process::pid, process::exitCode, process::onExit,
                process::name, process::daemon);
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
        process.close();
        assertGarbage(closedProcess());
    }

    private WeakReference<ChildProcess> closedProcess() throws InterruptedException {
        ChildProcess process = ChildProcess.of(ErrandsTasks.nothing(0));
        process.start();
        process.join();
        process.close();
        return new WeakReference<>(process);
    }

    private static void assertGarbage(WeakReference<?> reference) {
        await("garbage").atMost(Told.PATIENCE).until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    @Test
    @Timeout(900)
    void test_many_processes() throws Exception {
        List<ChildProcess> working = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            working.add(ChildProcess.of(ErrandsTasks.nothing(i)));
        }
        working.forEach(ChildProcess::start);
        for (ChildProcess process : working) {
            process.join();
            assertThat(process.exitCode()).hasValue(0);
        }

        List<ChildProcess> terminated = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            terminated.add(staying());
        }
        terminated.forEach(ChildProcess::start);
        terminated.forEach(ChildProcess::terminate);
        for (ChildProcess process : terminated) {
            process.join();
            assertThat(process.exitCode()).hasValue(-15);
            process.close();
        }
    }

    @Test
    void test_lose_target_ref() throws Exception {
        ChildProcess process = null;
        WeakReference<Task<?>> lost;
        {
            Task<?> task = ErrandsTasks.stay(file("staying"));
            lost = new WeakReference<>(task);
            process = ChildProcess.of(task);
            task = null;
        }
        assertThat(lost.get()).isNotNull();
        process.start();

        assertGarbage(lost);
        process.kill();
        expect(process, -9);
    }

    @Test
    void test_child_fd_inflation() throws Exception {
        List<ChildProcess> processes = new ArrayList<>();
        List<List<String>> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ChildProcess process = ChildProcess.of(ErrandsTasks.descriptors(file("open-" + i)));
            process.start();
            processes.add(process);
            open.add(lasting(Told.line(file("open-" + i))));
        }
        processes.forEach(ChildProcess::kill);
        for (ChildProcess process : processes) {
            expect(process, -9);
        }

        assertThat(open.stream().map(List::size).distinct()).as(open.toString()).hasSize(1);
    }

    /** Without what a JVM reads about its machine, now and then, on one of its own threads. */
    private static List<String> lasting(String descriptors) {
        return Stream.of(descriptors.split(" ")).filter(open -> !open.startsWith("/proc/") && !open.startsWith("/sys/"))
                .toList();
    }

    /** Its main thread ends before the two others, of which one never does. */
    static final class Threaded extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final String gate;

        Threaded(Path file, Path gate) {
            this.file = file.toString();
            this.gate = gate.toString();
        }

        @Override
        protected void run() throws IOException {
            Thread daemon = new Thread(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            daemon.setDaemon(true);
            daemon.start();
            new Thread(() -> {
                try {
                    Told.line(Path.of(gate));
                    Errands.tell(Path.of(file), "thread");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }).start();
            Errands.tell(Path.of(file), "main");
        }
    }

    @Test
    void test_wait_for_threads() throws Exception {
        ChildProcess process = new Threaded(file("said"), file("gate"));
        process.start();
        assertThat(Told.line(file("said"))).isEqualTo("main");
        assertThat(process.join(Duration.ofMillis(500))).isFalse();

        Errands.tell(file("gate"), "open");

        expect(process, 0);
        assertThat(Told.read(file("said"))).containsExactly("main", "thread");
    }

    /** A parent that hands on the exit code of its child. */
    static final class Relay extends ChildProcess {

        private static final long serialVersionUID = 1L;

        @Override
        protected void run() throws Exception {
            ChildProcess process = ChildProcess.of(ErrandsTasks.spoilStreams(true));
            process.start();
            process.join();
            System.exit(process.exitCode().getAsInt() == 0 ? 40 : 41);
        }
    }

    @Test
    void test_error_on_stdio_flush_1() throws Exception {
        for (String closed : new String[] { ">&-", "2>&-", ">&- 2>&-", "> /dev/full 2> /dev/full" }) {
            ChildProcess process = new Relay().java(Told.script(directory, "", closed));
            process.start();
            expect(process, 40);
        }
    }

    @Test
    void test_error_on_stdio_flush_2() throws Exception {
        for (boolean close : new boolean[] { true, false }) {
            ChildProcess process = ChildProcess.of(ErrandsTasks.spoilStreams(close));
            process.start();
            expect(process, 0);
        }
    }

    /** Launches a process that goes on until it is told to finish. */
    static final class Launcher extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final String gate;

        Launcher(Path file, Path gate) {
            this.file = file.toString();
            this.gate = gate.toString();
        }

        @Override
        protected void run() throws Exception {
            ChildProcess process = new Threaded(Path.of(file), Path.of(gate));
            process.start();
            Errands.tell(Path.of(file), Long.toString(process.pid()));
            process.join();
        }
    }

    private void launcherEndsBy(String signal, int exitCode) throws Exception {
        ChildProcess launcher = new Launcher(file("said"), file("gate")).java(Told.script(directory, "", ""));
        launcher.start();
        List<String> said = Told.lines(file("said"), 2);
        long launched = Long.parseLong(said.stream().filter(line -> !line.equals("main")).findFirst().orElseThrow());

        Told.signal(signal, launcher.pid());
        expect(launcher, exitCode);
        assertThat(Told.isAlive(launched)).isTrue();
        Errands.tell(file("gate"), "open");
        assertThat(Told.lines(file("said"), 3)).contains("thread");
        Told.awaitDead(launched);

        ChildProcess next = ChildProcess.of(ErrandsTasks.nothing(0));
        next.start();
        expect(next, 0);
    }

    @Test
    void test_forkserver_sigint() throws Exception {
        launcherEndsBy("INT", -2);
    }

    @Test
    void test_forkserver_sigkill() throws Exception {
        launcherEndsBy("KILL", -9);
    }

    /** There is nothing to authenticate: a child listens nowhere, and what it runs comes by a pipe that only its parent has. */
    @Test
    void test_forkserver_auth_is_enabled() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.descriptors(file("open")));
        process.start();
        String open = Told.line(file("open"));
        Set<String> listening = listening();
        process.kill();
        expect(process, -9);

        assertThat(open).contains("pipe:");
        assertThat(sockets(open)).as("sockets").noneMatch(listening::contains);
    }

    private static List<String> sockets(String descriptors) {
        return Stream.of(descriptors.split(" ")).filter(open -> open.startsWith("socket:"))
                .map(open -> open.replaceAll("[^0-9]", "")).toList();
    }

    /** The inodes of all sockets that a process can connect to. */
    private static Set<String> listening() throws IOException {
        Set<String> inodes = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/net/unix"))) {
            String[] fields = line.trim().split(" +");
            if (fields[3].equals("00010000")) {
                inodes.add(fields[6]);
            }
        }
        for (String protocol : new String[] { "tcp", "tcp6" }) {
            for (String line : Files.readAllLines(Path.of("/proc/net", protocol))) {
                inodes.add(line.trim().split(" +")[9]);
            }
        }
        return inodes;
    }

    /** A child that does not get its work the way a parent gives it runs nothing. */
    @Test
    void test_forkserver_without_auth_fails() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "io.quarkiverse.processpool.worker.ChildMain",
                file("none").toString()).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write("run this\n".getBytes(StandardCharsets.US_ASCII));
        }
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(70);
        assertThat(errors).contains("only its parent can start it").contains("does not begin with the settings of a child");
    }

    /** Answers each line that it reads, in capitals. */
    static final class UpperCaser extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String socket;

        UpperCaser(Path socket) {
            this.socket = socket.toString();
        }

        @Override
        protected void run() throws IOException {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                    java.util.Scanner in = new java.util.Scanner(channel, StandardCharsets.UTF_8)) {
                while (in.hasNextLine()) {
                    channel.write(StandardCharsets.UTF_8.encode(in.nextLine().toUpperCase(java.util.Locale.ROOT) + "\n"));
                }
            }
        }
    }

    @Test
    void test_subclassing() throws Exception {
        ChildProcess process = new UpperCaser(file("s")).daemon(true);
        assertThat(process.name()).startsWith("UpperCaser-");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(file("s")));
            process.start();
            try (SocketChannel channel = server.accept();
                    java.util.Scanner in = new java.util.Scanner(Channels.newInputStream(channel), StandardCharsets.UTF_8)) {
                channel.write(StandardCharsets.UTF_8.encode("hello\nworld\n"));
                assertThat(in.nextLine()).isEqualTo("HELLO");
                assertThat(in.nextLine()).isEqualTo("WORLD");
            }
        }
        expect(process, 0);
    }

    @Test
    void test_stderr_flush() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.fail("a b c"))
                .java(Told.script(directory, "", "2> '" + file("err") + "'"));
        process.start();
        expect(process, 1);

        assertThat(Files.readString(file("err"))).startsWith("Process Process-")
                .contains("java.lang.IllegalStateException: a b c")
                .contains("at " + Errands.class.getName() + ".fail(Errands.java:");
    }

    @Test
    void test_sys_exit() throws Exception {
        Map<Task<?>, Integer> table = new java.util.LinkedHashMap<>();
        for (int code : new int[] { 0, 1, 8, 137, 143, 255 }) {
            table.put(ErrandsTasks.exit(code), code);
        }
        table.put(ErrandsTasks.nothing(0), 0);
        table.put(ErrandsTasks.fail("what for"), 1);
        table.put(ErrandsTasks.halt(3), 3);
        Path script = Told.script(directory, "", "2>> '" + file("err") + "'");

        Map<Task<?>, Integer> seen = new java.util.LinkedHashMap<>();
        for (Task<?> task : table.keySet()) {
            ChildProcess process = ChildProcess.of(task).java(script);
            process.start();
            process.join();
            seen.put(task, process.exitCode().getAsInt());
        }

        assertThat(seen).isEqualTo(table);
        assertThat(Files.readAllLines(file("err")).stream().filter(line -> line.contains("what for"))
                .collect(Collectors.toList())).containsExactly("java.lang.IllegalStateException: what for");
    }
}
