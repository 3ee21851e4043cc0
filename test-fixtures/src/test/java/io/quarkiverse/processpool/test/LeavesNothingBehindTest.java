package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.processpool.engine.WorkerPool;

/** The extension fails a test that leaves something, names it, and is content with one that does not. */
@Timeout(120)
class LeavesNothingBehindTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final WorkerPool pool = WorkerPool.builder("misbehave").workers(1).build();

    @AfterEach
    void end() throws Exception {
        pool.terminate();
        assertThat(pool.join(LONG)).isTrue();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void checked(LeavesNothingBehind check, Body test) throws Exception {
        check.beforeEach(null);
        test.run();
        check.afterEach(null);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void aPoolThatIsLeftOpenIsNamedInAllItsParts() {
        assertThatThrownBy(() -> checked(new LeavesNothingBehind(false, SHORT), () -> pool.apply(MisbehaveTasks.square(1))))
                .isInstanceOf(AssertionError.class).hasMessageContaining("processes:").hasMessageContaining("java -XX:")
                .hasMessageContaining("threads:").hasMessageContaining("process-pool-misbehave-")
                .hasMessageContaining("directories:").hasMessageContaining("qpp-")
                .hasMessageContaining("sockets and pipes:");
    }

    @Test
    void aPoolThatIsClosedIsNot() throws Exception {
        checked(new LeavesNothingBehind(false, LONG), () -> {
            pool.apply(MisbehaveTasks.square(1));
            pool.close();
        });
    }

    @Test
    void whatWasThereBeforeDoesNotCount() throws Exception {
        pool.apply(MisbehaveTasks.square(1));
        checked(new LeavesNothingBehind(false, LONG), () -> pool.apply(MisbehaveTasks.square(1)));
    }

    @Test
    void workersMayStayAndWhatTheyHaveStartedMayNot() throws Exception {
        LeavesNothingBehind check = new LeavesNothingBehind(true, SHORT);
        checked(check, () -> pool.apply(MisbehaveTasks.square(1)));
        assertThatThrownBy(() -> checked(check, () -> pool.apply(MisbehaveTasks.spawnChildren(1))))
                .isInstanceOf(AssertionError.class).hasMessageContaining("sleep 1000").hasMessageNotContaining("java");
    }

    /** It has a name of its own, with the pid of the process that has made it. */
    @Test
    void theDirectoryOfAProcessBelowIsFound() throws Exception {
        Process[] shell = new Process[1];
        String[] directory = new String[1];
        LeavesNothingBehind check = new LeavesNothingBehind(false, SHORT);
        assertThatThrownBy(() -> checked(check, () -> {
            shell[0] = new ProcessBuilder("sh", "-c", "d=\"$0/qpp-$$-1-child-1\"; mkdir \"$d\"; echo \"$d\"; read x",
                    System.getProperty("java.io.tmpdir")).start();
            directory[0] = shell[0].inputReader().readLine();
        })).isInstanceOf(AssertionError.class).hasMessageContaining("directories:").hasMessageContaining("-1-child-1");
        shell[0].destroyForcibly().waitFor();
        Files.delete(Path.of(directory[0]));
    }

    /** An orphan is below this process no more. */
    @Test
    void anOrphanIsStillFoundOnceItWasSeen() throws Exception {
        Descendants descendants = new Descendants(true);
        descendants.start();
        Process shell = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; read x").start();
        String orphan = shell.inputReader().readLine();
        await().atMost(LONG).until(() -> descendants.seen().contains(Long.parseLong(orphan)));
        shell.destroyForcibly().waitFor();
        descendants.end();
        assertThat(descendants.alive()).singleElement().asString().startsWith(orphan + " ").contains("sleep 1000");
        kill(Long.parseLong(orphan));
        await().atMost(LONG).until(() -> descendants.alive().isEmpty());
    }
}
