package io.quarkiverse.processpool.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.engine.LeavesNothingBehind;
import io.quarkiverse.processpool.engine.WorkerPool;

/** Which child ends with its parent, which does not, and what is left of either. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(120)
class ChildLifetimeTest {

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

    /** How a parent ends that has a child which stays. */
    enum End {
        RETURN,
        THROW,
        EXIT,
        STAY
    }

    /** Starts a child that stays, waits until it does, and ends. */
    static final class Parent extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final boolean daemonBelow;
        private final End end;

        Parent(Path file, boolean daemonBelow, End end) {
            this.file = file.toString();
            this.daemonBelow = daemonBelow;
            this.end = end;
        }

        @Override
        protected void run() throws Exception {
            ChildProcess.of(ErrandsTasks.stay(Path.of(file))).daemon(daemonBelow).start();
            Told.line(Path.of(file));
            switch (end) {
                case RETURN -> Errands.tell(Path.of(file), "returns");
                case THROW -> throw new IllegalStateException("as is meant");
                case EXIT -> System.exit(5);
                case STAY -> new CountDownLatch(1).await();
            }
        }
    }

    private Parent parent(boolean daemonBelow, End end) throws IOException {
        Parent parent = new Parent(file("child"), daemonBelow, end);
        // a temporary directory of its own shows what it and its child leave behind
        parent.jvmArgs("-Djava.io.tmpdir=" + Files.createDirectories(file("tmp")))
                .java(Told.script(directory, "", "2>> '" + file("err") + "'"));
        return parent;
    }

    private long child() {
        return Long.parseLong(Told.line(file("child")));
    }

    private void expectNothingLeft() {
        await("temporary files").atMost(Told.PATIENCE).until(this::left, List::isEmpty);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> left = Files.list(file("tmp"))) {
            return left.toList();
        }
    }

    @Test
    void aDaemonEndsWithAParentThatReturnsFailsOrExits() throws Exception {
        int[] exitCodes = { 0, 1, 5 };
        End[] ends = { End.RETURN, End.THROW, End.EXIT };
        for (int i = 0; i < ends.length; i++) {
            ChildProcess parent = parent(true, ends[i]);
            parent.start();
            long child = child();
            expect(parent, exitCodes[i]);
            assertThat(Told.isAlive(child)).as("the child of a parent that has ended by %s", ends[i]).isFalse();
            expectNothingLeft();
            Files.delete(file("child"));
        }
    }

    @Test
    void aDaemonEndsWithAParentThatIsKilled() throws Exception {
        for (String signal : new String[] { "KILL", "TERM", "INT" }) {
            ChildProcess parent = parent(true, End.STAY).java(Told.script(directory, "", ""));
            parent.start();
            long child = child();

            Told.signal(signal, parent.pid());

            assertThat(parent.join(Told.PATIENCE)).isTrue();
            Told.awaitDead(child);
            expectNothingLeft();
            Files.delete(file("child"));
        }
    }

    @Test
    void aParentThatReturnsOrExitsWaitsForOtherChildren() throws Exception {
        for (End end : new End[] { End.RETURN, End.EXIT }) {
            ChildProcess parent = parent(false, end);
            parent.start();
            long child = child();
            assertThat(parent.join(Duration.ofSeconds(1))).isFalse();

            Told.signal("TERM", child);

            expect(parent, end == End.EXIT ? 5 : 0);
            assertThat(Told.isAlive(child)).isFalse();
            expectNothingLeft();
            Files.delete(file("child"));
        }
    }

    @Test
    void anotherChildOutlivesAParentThatASignalEndsAndCleansUpAfterItself() throws Exception {
        for (int exitCode : new int[] { -9, -15 }) {
            ChildProcess parent = parent(false, End.STAY);
            parent.start();
            long child = child();
            if (exitCode == -9) {
                parent.kill();
            } else {
                parent.terminate();
            }
            expect(parent, exitCode);
            assertThat(Told.isAlive(child)).isTrue();

            Told.signal("TERM", child);

            Told.awaitDead(child);
            expectNothingLeft();
            Files.delete(file("child"));
        }
    }

    @Test
    @DisplayName("B20 What a parent leaves that is killed together with its child is removed by the next one, not what a living one has")
    void aParentKilledWithItsChild() throws Exception {
        ChildProcess living = parent(true, End.STAY);
        living.start();
        child();
        Files.delete(file("child"));
        List<Path> ofLiving = left();
        assertThat(ofLiving).hasSize(1);
        ChildProcess killed = parent(false, End.STAY).java(Told.script(directory, "", ""));
        killed.start();
        long orphan = child();
        Files.delete(file("child"));
        Told.signal("STOP", orphan); // so that it cannot remove anything
        Told.signal("KILL", killed.pid());
        assertThat(killed.join(Told.PATIENCE)).isTrue();
        Told.signal("KILL", orphan);
        Told.awaitDead(orphan);
        assertThat(left()).hasSize(2);

        ChildProcess next = parent(true, End.RETURN);
        next.start();
        expect(next, 0);

        assertThat(left()).isEqualTo(ofLiving);
        living.kill();
        expect(living, -9);
        expectNothingLeft();
    }

    /** A daemon with a child that is none, and a process of the system. */
    static final class Family extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        Family(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws Exception {
            Errands.tell(Path.of(file), Long.toString(new ProcessBuilder("sleep", "1000").start().pid()));
            ChildProcess.of(ErrandsTasks.stay(Path.of(file))).daemon(false).start();
            Told.lines(Path.of(file), 2);
            Errands.stay(Path.of(file));
        }
    }

    static final class ParentOfFamily extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;

        ParentOfFamily(Path file) {
            this.file = file.toString();
        }

        @Override
        protected void run() throws Exception {
            new Family(Path.of(file)).daemon(true).start();
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aDaemonWhoseParentIsKilledTakesItsDescendantsAlong() throws Exception {
        ChildProcess parent = new ParentOfFamily(file("pids"));
        parent.start();
        List<String> pids = Told.lines(file("pids"), 3);

        parent.kill();

        expect(parent, -9);
        pids.forEach(pid -> Told.awaitDead(Long.parseLong(pid)));
    }

    /** Ends, and takes its time for it. */
    static final class Slow extends ChildProcess {

        private static final long serialVersionUID = 1L;

        private final String file;
        private final String gate;

        Slow(Path file, Path gate) {
            this.file = file.toString();
            this.gate = gate.toString();
        }

        @Override
        protected void run() throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Errands.tell(Path.of(file), "ends");
                    Told.line(Path.of(gate));
                    Errands.tell(Path.of(file), "has ended");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            Errands.stay(Path.of(file));
        }
    }

    @Test
    void aDaemonThatIsTerminatedRunsItsShutdownHooks() throws Exception {
        ChildProcess process = new Slow(file("said"), file("gate")).daemon(true);
        process.start();
        Told.line(file("said"));
        process.terminate();
        Told.lines(file("said"), 2);
        assertThat(process.join(Duration.ofSeconds(1))).isFalse();

        Errands.tell(file("gate"), "open");

        expect(process, -15);
        assertThat(Told.read(file("said"))).endsWith("ends", "has ended");
    }

    @Test
    void killEndsAProcessWhoseShutdownHooksDoNotEnd() throws Exception {
        ChildProcess process = new Slow(file("said"), file("gate"));
        process.start();
        Told.line(file("said"));
        process.terminate();
        Told.lines(file("said"), 2);
        assertThat(process.join(Duration.ofMillis(200))).isFalse();

        process.kill();

        expect(process, -9);
    }

    /** What cannot be sent. */
    static final class Unsendable extends ChildProcess {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as is meant
        final Object content;

        Unsendable(Object content) {
            this.content = content;
        }

        @Override
        protected void run() {
            assertThat(content).isNotNull();
        }
    }

    /** Nobody declares that it travels. */
    record Surprise(int x) implements java.io.Serializable {
    }

    @Test
    void whatCannotTravelIsNamed() throws Exception {
        ChildProcess process = new Unsendable(new CountDownLatch(1)).name("p");
        assertThatThrownBy(process::start).isInstanceOf(TaskEncodingException.class)
                .hasMessageContaining("'p'").hasMessageContaining("CountDownLatch is not Serializable");
        assertThat(process.isAlive()).isFalse();
        process.close();

        ChildProcess refused = new Unsendable(new Surprise(1)).java(Told.script(directory, "", "2> '" + file("err") + "'"));
        refused.start();
        expect(refused, 1);
        assertThat(Files.readString(file("err"))).contains("Surprise, which may not travel");

        ChildProcess allowed = new Unsendable(new Surprise(1)).allowedClasses(Surprise.class.getName());
        allowed.start();
        expect(allowed, 0);
    }

    @Test
    void largeArgumentsArrive() throws Exception {
        ChildProcess process = new Unsendable(new byte[20_000_000]);
        process.start();

        expect(process, 0);
    }

    @Test
    void startDoesNotWaitForAProcessThatDoesNotRead() throws Exception {
        ChildProcess process = new Unsendable(new byte[20_000_000]).java(Told.script(directory, "exec sleep 1000", ""));
        process.start();
        assertThat(process.isAlive()).isTrue();

        process.kill();

        expect(process, -9);
    }

    @Test
    void aStartThatTheSystemRefusesCanBeTriedAgain() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.nothing(0)).java(file("no java")).name("p");
        assertThatThrownBy(process::start).isInstanceOf(UncheckedIOException.class).hasMessageContaining("'p'");
        assertThat(process.exitCode()).isEmpty();

        process.java(Path.of(System.getProperty("java.home"), "bin", "java")).start();

        expect(process, 0);
    }

    @Test
    void aJvmThatDoesNotStartIsAnExitCode() throws Exception {
        ChildProcess process = ChildProcess.of(ErrandsTasks.nothing(0)).jvmArgs("-XX:+NoSuchOption")
                .java(Told.script(directory, "", ">> '" + file("err") + "' 2>&1"));
        process.start();
        expect(process, 1);

        assertThat(Files.readString(file("err"))).contains("NoSuchOption");
    }

    @Test
    void theWorkerOfAPoolIsADaemon() throws Exception {
        try (WorkerPool pool = WorkerPool.builder("errands").workers(1).build()) {
            pool.apply(ErrandsTasks.identity(file("identity")));
        }

        assertThat(Told.read(file("identity")).get(0)).matches("errands-1 [0-9]+ true true false");
        assertThat(Told.read(file("identity")).get(1)).isEqualTo("MainProcess " + ProcessHandle.current().pid() + " true");
    }
}
