package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;

/**
 * The parent is process 1 of a container, where nobody else waits for the dead. The container is a namespace of
 * processes, which needs the right to make one; without it the test is passed over.
 */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(180)
class FirstProcessTest {

    private static final int CRASHES = Integer.getInteger("crashes", 20);

    @TempDir
    Path directory;

    /** Loses workers, and says which zombies and children of workers there are afterwards. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            try (WorkerPool pool = Pools.of(2, builder -> builder.jvmArgs("-XX:TieredStopAtLevel=1")
                    .taskTimeout(Duration.ofMillis(400)))) {
                int lost = 0;
                for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                    try {
                        pool.apply(task(args[0], Path.of(args[2], Integer.toString(i))));
                    } catch (WorkerDiedException | TaskTimeoutException e) {
                        lost++;
                    }
                }
                System.out.println(ProcessHandle.current().pid() + " " + lost + " " + left(!args[0].equals("with a child")));
            }
        }

        private static Task<?> task(String how, Path file) {
            return switch (how) {
                case "alone" -> MisbehaveTasks.halt(1);
                case "with a child" -> TroubleTasks.spawnAndHalt(0);
                default -> MisbehaveTasks.spawnAndSpin(file);
            };
        }

        private static List<String> left(boolean zombiesToo) throws IOException {
            List<String> left = new ArrayList<>();
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                for (Path each : processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
                    try {
                        String stat = Files.readString(each.resolve("stat"));
                        boolean zombie = stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
                        if (zombie ? zombiesToo : stat.contains("(sleep)")) {
                            left.add(stat.substring(0, stat.indexOf(')') + 1));
                        }
                    } catch (IOException e) {
                        // it is gone
                    }
                }
            }
            return left;
        }
    }

    /**
     * A worker that halts by itself leaves its children to process 1, which is Java and can end them, but not reap them: there
     * a
     * container needs an init.
     */
    @ParameterizedTest
    @ValueSource(strings = { "alone", "with a child", "killed with a child" })
    @DisplayName("B22 A parent that is process 1 of a container has no zombies and no orphans after its workers have crashed")
    void nothingIsLeftBelowProcessOne(String how) throws Exception {
        Path output = directory.resolve("output");
        assumeTrue(new ProcessBuilder("unshare", "--pid", "--fork", "--mount-proc", "true").start().waitFor() == 0,
                "namespaces of processes");
        List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
        command.addAll(Pools.java(Parent.class, List.of("-Djava.io.tmpdir=" + directory), how, Integer.toString(CRASHES),
                directory.toString())
                .command());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("1 " + CRASHES + " []");
    }
}
