package io.quarkiverse.processpool.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.test.app.Probe;
import io.quarkiverse.processpool.test.app.ProbeTasks;
import io.quarkiverse.processpool.test.app.Squares;
import io.quarkiverse.processpool.test.app.SquaresTasks;
import io.quarkus.test.QuarkusUnitTest;

/** When the application has stopped there is no worker left: neither an idle one, nor one whose task does not end. */
class ShutdownTest {

    private static final String PIDS = "io.quarkiverse.processpool.test.pids";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(Apps.of(Probe.class, Squares.class))
            .overrideRuntimeConfigKey("quarkus.process-pool.shutdown-timeout", "1s")
            .setAfterUndeployListener(() -> {
                String[] pids = System.clearProperty(PIDS).split(",");
                assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
                for (String pid : pids) {
                    assertThat(Workers.isAlive(Long.parseLong(pid))).isFalse();
                }
                assertThat(foldersOfThisProcess()).isEmpty();
            });

    @Inject
    ProcessPool pool;

    @Test
    void workersEndWithTheApplication() {
        pool.apply(SquaresTasks.square(1)).await().indefinitely();
        Path running = Scratch.file("running");
        pool.applyAsync(ProbeTasks.block(running));
        long busy = Scratch.awaitPid(running);

        assertThat(foldersOfThisProcess()).isNotEmpty();
        Set<Long> workers = Workers.alive();

        assertThat(workers).contains(busy).hasSizeGreaterThanOrEqualTo(2);
        System.setProperty(PIDS, String.join(",", workers.stream().map(String::valueOf).toList()));
    }

    /** Those for what exists only in memory. */
    private static List<File> foldersOfThisProcess() {
        long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        File[] folders = Path.of("target", "quarkus-process-pool").toFile().listFiles(file -> file.lastModified() >= start);
        return folders == null ? List.of() : List.of(folders);
    }
}
