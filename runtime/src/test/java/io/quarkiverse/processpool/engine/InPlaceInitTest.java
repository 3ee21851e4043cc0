package io.quarkiverse.processpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.processpool.WorkerInitException;

/** A pool that runs tasks in place initialises a class before its first task, and lets it clean up after the last. */
@Timeout(90)
class InPlaceInitTest {

    private static final String HERE = " " + ProcessHandle.current().pid();

    @TempDir
    Path folder;
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final InPlacePool pool = new InPlacePool("prepared", executor);

    @BeforeEach
    void tellTheClasses() {
        System.setProperty("prepared", folder.toString());
    }

    @AfterEach
    void end() throws InterruptedException {
        pool.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        System.clearProperty("prepared");
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log")).stream().map(line -> line.replace(HERE, "")).toList();
    }

    @Test
    void onceBeforeTheFirstTaskAndAfterTheLast() throws Exception {
        Files.createFile(folder.resolve("wait in init"));
        List<CompletableFuture<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(pool.submit(PreparedTasks.pid(i)));
        }
        Pools.lines(folder.resolve("log"), 1);
        assertThat(tasks).noneMatch(CompletableFuture::isDone);
        pool.close();
        Files.delete(folder.resolve("wait in init"));
        for (CompletableFuture<Long> task : tasks) {
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(ProcessHandle.current().pid());
        }
        Pools.lines(folder.resolve("log"), 4);
        assertThat(log()).containsExactly("init", "more", "exit", "last");
    }

    @Test
    void theLastClassCleansUpFirst() throws Exception {
        pool.apply(PreparedTasks.pid(0));
        assertThat(pool.apply(GuestTasks.isReady(0))).isTrue();
        assertThat(log()).containsExactly("init", "more", "arrive");
        pool.close();
        pool.close();
        assertThat(log()).containsExactly("init", "more", "arrive", "leave", "exit", "last");
        assertThatThrownBy(() -> pool.apply(PreparedTasks.pid(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureIsThatOfTheTaskAndTheNextOneTriesAgain() throws Exception {
        Files.createFile(folder.resolve("broken"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pool.apply(PreparedTasks.pid(0))).isInstanceOf(WorkerInitException.class)
                    .hasMessageContaining(Prepared.class.getName() + " failed in this process")
                    .hasCauseInstanceOf(IOException.class);
        }
        Files.delete(folder.resolve("broken"));
        pool.apply(PreparedTasks.pid(0));
        assertThat(log()).containsExactly("init", "init", "init", "more");
    }

    @Test
    void aPoolThatIsTerminatedDoesNotCleanUp() throws Exception {
        pool.apply(PreparedTasks.pid(0));
        pool.terminate();
        pool.close();
        assertThat(log()).containsExactly("init", "more");
    }

    @Test
    void whatExitThrowsChangesNothing() throws Exception {
        Files.createFile(folder.resolve("throw in exit"));
        pool.apply(GuestTasks.isReady(0));
        pool.apply(PreparedTasks.pid(0));
        pool.close();
        assertThat(log()).containsExactly("arrive", "init", "more", "exit", "last", "leave");
    }
}
