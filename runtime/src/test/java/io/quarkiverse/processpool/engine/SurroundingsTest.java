package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A worker lives in the surroundings of its parent, and its command line tells nobody a secret. */
@ExtendWith(LeavesNothingBehind.class)
@Timeout(90)
class SurroundingsTest {

    @TempDir
    Path directory;

    /** Says what its worker sees. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] args) throws Exception {
            try (WorkerPool pool = WorkerPool.builder("trouble").workers(1).jvmArgs("-ea").build()) {
                pool.apply(TroubleTasks.surroundings(0)).forEach(System.out::println);
                System.out.println(pool.apply(MisbehaveTasks.environment("COLOUR")));
            }
        }
    }

    @Test
    @DisplayName("B39 Locale, time zone, encoding and environment of the parent are those of its workers")
    void workersLiveWhereTheirParentLives() throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder parent = Pools.java(Parent.class,
                List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Kolkata", "-Dfile.encoding=ISO-8859-1",
                        "-Djava.io.tmpdir=" + directory))
                .redirectErrorStream(true).redirectOutput(output.toFile());
        parent.environment().put("COLOUR", "green");
        assertThat(parent.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(output)).containsExactly("tr-TR", "Asia/Kolkata", "ISO-8859-1", "true", "green");
    }

    @Test
    @DisplayName("B39 Secrets are not on the command line of a worker: neither its token nor its environment")
    void theCommandLineTellsNoSecret() throws Exception {
        try (WorkerPool pool = Pools.of(1, builder -> builder.environment(Map.of("PASSWORD", "correct horse")))) {
            String line = pool.apply(PythonTasks.commandLine(0));
            assertThat(pool.apply(MisbehaveTasks.environment("PASSWORD"))).isEqualTo("correct horse");
            assertThat(line).doesNotContain("correct horse")
                    .doesNotContain("PASSWORD");
            assertThat(line.strip()).as("nothing follows the main class: the token comes by standard input")
                    .endsWith("PythonWorker");
            assertThat(line).as("and nothing looks like a token of 32 bytes").doesNotContainPattern("[0-9a-fA-F]{64}")
                    .doesNotContainPattern("[A-Za-z0-9+_-]{43}=?( |$)");
        }
    }
}
