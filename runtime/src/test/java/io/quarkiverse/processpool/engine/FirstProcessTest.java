package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerDiedException;

/**
 * The parent is process 1 of a container, where nobody else waits for the dead. The container is a namespace of
 * processes, which needs the right to make one; without it the test is passed over.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class FirstProcessTest {

    private static final int CRASHES = Integer.getInteger("crashes", 50);

    @TempDir
    Path directory;

    /** Loses workers, and says how many zombies there are afterwards. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            try (WorkerPool pool = Pools.of(2, builder -> builder.jvmArgs("-XX:TieredStopAtLevel=1"))) {
                int lost = 0;
                for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                    try {
                        pool.apply(MisbehaveTasks.halt(1));
                    } catch (WorkerDiedException e) {
                        lost++;
                    }
                }
                System.out.println(ProcessHandle.current().pid() + " " + lost + " " + zombies());
            }
        }

        private static List<String> zombies() throws IOException {
            List<String> zombies = new ArrayList<>();
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                for (Path each : processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
                    try {
                        String stat = Files.readString(each.resolve("stat"));
                        if (stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z")) {
                            zombies.add(stat.substring(0, stat.indexOf(')') + 1));
                        }
                    } catch (IOException e) {
                        // it is gone
                    }
                }
            }
            return zombies;
        }
    }

    @Test
    @DisplayName("B22 A parent that is process 1 of a container has no zombies after its workers have crashed")
    void noZombiesBelowProcessOne() throws Exception {
        Path output = directory.resolve("output");
        assumeTrue(new ProcessBuilder("unshare", "--pid", "--fork", "--mount-proc", "true").start().waitFor() == 0,
                "namespaces of processes");
        List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
        command.addAll(Pools.java(Parent.class, List.of("-Djava.io.tmpdir=" + directory), Integer.toString(CRASHES))
                .command());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("1 " + CRASHES + " []");
    }
}
