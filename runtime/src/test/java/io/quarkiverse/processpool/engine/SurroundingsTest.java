package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.ChildProcess;

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

    private static final Map<String, String> PROPERTIES = Map.of("acme", "1", "file.upload.dir", "/uploads", "user.theme",
            "dark",
            "native.lib", "fast", "java.net.preferIPv4Stack", "true", "java.library.path", "/opt/native", "user.home",
            "/home/of",
            "javax.net.ssl.trustStorePassword", "correct horse", "jdk.xml.entityExpansionLimit", "7",
            "sun.net.client.defaultReadTimeout", "1234");

    /** Says which of them a worker, and a child process, has. */
    static final class Asking {

        private Asking() {
        }

        public static void main(String[] args) throws Exception {
            System.setProperty("javax.net.ssl.trustStore", "/set/by/code");
            List<String> keys = new ArrayList<>(PROPERTIES.keySet());
            keys.add("javax.net.ssl.trustStore");
            try (WorkerPool pool = Pools.of(1)) {
                for (String key : keys) {
                    System.out.println("worker " + key + "=" + pool.apply(TroubleTasks.property(key)));
                }
                System.out.println(pool.apply(PythonTasks.commandLine(0)));
            }
            for (String key : keys) {
                ChildProcess child = ChildProcess.of(TroubleTasks.tellProperty(key));
                child.start();
                child.join();
            }
        }
    }

    @Test
    @DisplayName("B39 System properties of the parent are those of its workers and child processes, and secrets among them on no command line")
    void systemPropertiesAreThere() throws Exception {
        Path output = directory.resolve("output");
        List<String> options = new ArrayList<>(List.of("-ea"));
        PROPERTIES.forEach((key, value) -> options.add("-D" + key + "=" + value));
        Process parent = Pools.java(Asking.class, options).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(parent.waitFor(80, TimeUnit.SECONDS)).isTrue();

        List<String> lines = Files.readAllLines(output);
        Map<String, String> expected = new HashMap<>(PROPERTIES);
        expected.put("javax.net.ssl.trustStore", "/set/by/code");
        expected.forEach(
                (key, value) -> assertThat(lines).contains("worker " + key + "=" + value, "child " + key + "=" + value));
        assertThat(lines).filteredOn(line -> line.contains("correct horse")).hasSize(2);
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
