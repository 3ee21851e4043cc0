package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import io.quarkiverse.processpool.ChildProcess;
import io.quarkiverse.processpool.ChildProcesses;
import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Visitor;
import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.test.QuarkusUnitTest;

/**
 * Child processes have the application's classes, whether the bean starts them or not. When the application stops, a daemon
 * is terminated, another child may finish, and one that does not is killed.
 */
class ChildProcessesTest {

    private static final String STATE = "io.quarkiverse.processpool.test.children";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(Apps.of(Probe.class, Visitor.class, Diary.class, Page.class))
            .overrideConfigKey("quarkus.log.category.\"org.acme.loud\".level", "DEBUG")
            .overrideRuntimeConfigKey("quarkus.log.console.format", "%p <%c> %m%n")
            .overrideRuntimeConfigKey("quarkus.process-pool.shutdown-timeout", "4s")
            .setAfterUndeployListener(() -> {
                String[] state = System.clearProperty(STATE).split(",");
                for (int i = 1; i < state.length; i++) {
                    assertThat(Workers.isAlive(Long.parseLong(state[i]))).as("child %d", i).isFalse();
                }
                assertThat(Path.of(state[0])).as("what the finishing child has written").hasContent("done");
            });

    @Inject
    ChildProcesses children;

    private static void assertGoesWell(ChildProcess child) throws InterruptedException {
        assertThat(child.join(Duration.ofSeconds(30))).isTrue();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void aTaskRunsInAChild() throws Exception {
        Path ran = Scratch.file("ran");
        ChildProcess child = children.start(ChildProcess.of(ProbeTasks.touch(ran)));

        assertGoesWell(child);
        assertThat(ran).hasContent("ran");
        assertThat(children.active()).doesNotContain(child);
    }

    @Test
    void aChildThatIsStartedWithoutTheBeanHasTheClassesOfTheApplication() throws Exception {
        Path running = Scratch.file("running");
        Path gate = Files.createFile(Scratch.file("gate"));
        ChildProcess child = new Visitor(running, gate);
        child.start();

        assertGoesWell(child);
        assertThat(gate).hasContent("done");
        assertThat(children.active()).doesNotContain(child);
    }

    @Test
    void whatAChildLogsIsInItsOutputInTheFormOfTheApplication() throws Exception {
        Path output = Scratch.file("output");
        ChildProcess child = children.start(ChildProcess.of(ChildProcessesTest_DiaryTasks.write(output)));

        assertGoesWell(child);
        assertThat(output).hasContent("DEBUG <org.acme.loud.voice> by jboss\nINFO <org.acme> by slf4j\n"
                + "WARN <" + Page.class.getName() + "> by quarkus\nINFO <org.acme> by jul\n");
    }

    @Test
    void aChildMaySayHowItLogs() throws Exception {
        Path output = Scratch.file("output");
        Path settings = Files.writeString(Scratch.file("logging.properties"), "handlers=java.util.logging.FileHandler\n"
                + "java.util.logging.FileHandler.pattern=" + output + "\n"
                + "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n"
                + "java.util.logging.SimpleFormatter.format=%4$s %5$s%n\n");
        ChildProcess child = children.start(ChildProcess.of(ChildProcessesTest_DiaryTasks.jdk())
                .jvmArgs("-Djava.util.logging.config.file=" + settings));

        assertGoesWell(child);
        assertThat(output).hasContent("INFO by jul\n");
    }

    @Test
    void theConfigurationIsReadWithTheProfileOfTheApplication() throws Exception {
        Path profile = Scratch.file("profile");
        ChildProcess child = children.start(ChildProcess.of(ChildProcessesTest_DiaryTasks.profile(profile)));

        assertGoesWell(child);
        assertThat(profile).hasContent("test");
    }

    /** What is logged in many ways, by a process that has its standard output in a file. */
    public static class Diary {

        @InProcessPool
        public static void write(Path output) throws IOException {
            System.setOut(new PrintStream(output.toFile()));
            Logger.getLogger("org.acme.loud.voice").debug("by jboss");
            Logger.getLogger("org.acme").debug("not wanted");
            LoggerFactory.getLogger("org.acme").info("by slf4j");
            Page.write();
            java.util.logging.Logger.getLogger("org.acme").info("by jul");
        }

        @InProcessPool
        public static void jdk() {
            java.util.logging.Logger.getLogger("org.acme").info("by jul");
        }

        @InProcessPool
        public static void profile(Path file) throws IOException {
            Files.writeString(file, String.join(",", ConfigUtils.getProfiles()));
        }
    }

    /** Has its logger as soon as it is loaded. */
    public static class Page {

        static void write() {
            Log.warn("by quarkus");
        }
    }

    @Test
    void childrenEndWithTheApplication() throws Exception {
        Path gate = Scratch.file("gate");
        Path[] running = { Scratch.file("finishing"), Scratch.file("daemon"), Scratch.file("staying") };
        ChildProcess finishing = children.start(new Visitor(running[0], gate));
        ChildProcess daemon = new Visitor(running[1], null);
        children.start(daemon.daemon(true));
        ChildProcess staying = children.start(new Visitor(running[2], null));
        for (Path file : running) {
            Scratch.awaitPid(file);
        }
        assertThat(children.active()).contains(finishing, daemon, staying);
        // the daemon is terminated when the application stops; that lets the first child finish, and nobody the third
        daemon.onExit().thenAccept(ended -> {
            assertThat(ended.exitCode()).hasValue(-15);
            try {
                Files.createFile(gate);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        System.setProperty(STATE, gate + "," + finishing.pid() + "," + daemon.pid() + "," + staying.pid());
    }
}
