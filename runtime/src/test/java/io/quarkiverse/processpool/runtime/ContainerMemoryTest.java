package io.quarkiverse.processpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.processpool.engine.WorkerPool;

/** A JVM in a control group of its own, as in a container, and the arithmetic of memory that it does there. */
@Timeout(120)
class ContainerMemoryTest {

    private static final long MB = 1 << 20;
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private Path outer;
    private Path inner;
    private String file;

    /** Says what the memory is, and whether it is enough. */
    static final class Application {

        private Application() {
        }

        public static void main(String[] args) {
            MemoryBudget budget = new MemoryBudget(
                    List.of(WorkerPool.builder("images").workers(2).heap("50m").settings()));
            System.out.println(budget + ", " + (budget.fits() ? "fits" : "does not fit"));
        }
    }

    @BeforeEach
    void makeGroups() throws IOException {
        makeOuter();
        assumeTrue(outer != null, "No control group with a limit of memory can be made here");
        inner = outer.resolve("inner");
        Files.createDirectory(inner);
        if (file.equals("memory.max")) {
            Files.writeString(outer.resolve("cgroup.subtree_control"), "+memory");
        }
    }

    /** In the group of this process, or, where that hands no memory on, in the next one above it that does. */
    private void makeOuter() throws IOException {
        if (!Files.isReadable(Path.of("/proc/self/cgroup"))) {
            return;
        }
        for (String entry : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] parts = entry.split(":", 3);
            boolean unified = parts[1].isEmpty();
            if (outer == null && (unified || parts[1].equals("memory"))) {
                file = unified ? "memory.max" : "memory.limit_in_bytes";
                Path top = unified ? GROUPS : GROUPS.resolve("memory");
                for (Path at = top.resolve(parts[2].substring(1)); outer == null && at.startsWith(top); at = at.getParent()) {
                    outer = makeIn(at);
                }
            }
        }
    }

    private Path makeIn(Path group) {
        Path made = group.resolve("memory-budget-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(made);
            if (Files.isWritable(made.resolve(file))) {
                return made;
            }
            Files.delete(made);
        } catch (IOException e) {
            // it is not allowed to
        }
        return null;
    }

    @AfterEach
    void removeGroups() throws IOException {
        if (inner != null) {
            Files.delete(inner);
        }
        if (outer != null) {
            Files.delete(outer);
        }
    }

    private void limit(Path group, long bytes) throws IOException {
        Files.writeString(group.resolve(file), Long.toString(bytes));
    }

    /** What the application prints in the inner group. A shell goes there first, and then becomes the application. */
    private String line() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "echo $$ > \"$0\" && exec \"$@\"",
                inner.resolve("cgroup.procs").toString(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx60m", "-XX:+UseG1GC", "-cp", System.getProperty("java.class.path"), Application.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return line;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("B26 the limit of a container is what there is")
    void theLimitOfAContainer() throws Exception {
        limit(inner, 600 * MB);
        assertThat(line()).endsWith("MB + workers 2 x 150 MB (images, heap and 100 MB) = 460 MB of 600 MB, fits");

        limit(inner, 450 * MB);
        assertThat(line()).endsWith(" = 460 MB of 450 MB, does not fit");
    }

    @Test
    @DisplayName("B26 a limit of a group above the container's counts too")
    void theLimitAboveIt() throws Exception {
        limit(outer, 450 * MB);
        assertThat(line()).as("no limit of its own").endsWith(" = 460 MB of 450 MB, does not fit");

        limit(inner, 800 * MB);
        assertThat(line()).as("a larger one of its own").endsWith(" = 460 MB of 450 MB, does not fit");

        limit(inner, 400 * MB);
        assertThat(line()).as("a smaller one of its own").endsWith(" = 460 MB of 400 MB, does not fit");
    }

    @Test
    @DisplayName("B26 a limit that is larger than the machine is none")
    void aLimitLargerThanTheMachine() throws Exception {
        String without = line();
        limit(inner, 1L << 50);

        assertThat(without).endsWith(", fits");
        assertThat(line()).isEqualTo(without);
    }
}
