package io.quarkiverse.processpool.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.TaskContext;

/** Tasks that make pools by code, and those that they give them. */
final class Nested {

    private static final Duration LONG = Duration.ofSeconds(30);

    private Nested() {
    }

    @InProcessPool(pool = "nested")
    static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    @InProcessPool(pool = "nested")
    static int square(int x) {
        return x * x;
    }

    @InProcessPool(pool = "nested")
    static int fail(String message) {
        throw new IllegalStateException(message);
    }

    @InProcessPool(pool = "nested")
    static long announceAndWait(Path announcement, Path gate) throws IOException, InterruptedException {
        Files.writeString(announcement, Long.toString(ProcessHandle.current().pid()));
        while (!Files.exists(gate)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return ProcessHandle.current().pid();
    }

    @InProcessPool(pool = "nested")
    static int say(int done) {
        TaskContext.current().progress(done, done);
        return done;
    }

    /**
     * The process that it runs in, and those of the tasks that it gives to a pool of its own, by every kind of call; each of
     * these again as deep as is said.
     *
     * @param nesting how deep there may be processes
     */
    @InProcessPool(pool = "nested")
    static List<Long> pidsOfPool(int nesting) throws Exception {
        List<Long> pids = new ArrayList<>();
        pids.add(ProcessHandle.current().pid());
        OwnedPool pool = ProcessPools.create("inner", settings -> settings.workers(1).nesting(nesting));
        try (pool) {
            pids.add(pool.apply(NestedTasks.pid(0)).await().atMost(LONG));
            pids.add(pool.applyAsync(NestedTasks.pid(0)).toCompletableFuture().get(30, TimeUnit.SECONDS));
            pids.addAll(pool.map(NestedTasks::pid, List.of(1, 2)).await().atMost(LONG));
            pids.addAll(pool.imap(NestedTasks::pid, List.of(1, 2)).collect().asList().await().atMost(LONG));
        }
        if (!pool.join(LONG)) {
            throw new IllegalStateException("the inner pool does not end");
        }
        return pids;
    }

    /**
     * Its own process, that of a task in its pool, and that of a task in the pool of this one if that is another.
     *
     * @param nesting what the innermost pool says
     */
    @InProcessPool(pool = "nested")
    static List<Long> pidsTwoDeep(int nesting) {
        List<Long> pids = new ArrayList<>();
        pids.add(ProcessHandle.current().pid());
        try (OwnedPool pool = ProcessPools.create("inner", settings -> settings.workers(1).nesting(1))) {
            pids.addAll(pool.apply(NestedTasks.pidsBelow(nesting)).await().atMost(LONG));
        }
        return pids;
    }

    @InProcessPool(pool = "nested")
    static List<Long> pidsBelow(int nesting) {
        long own = ProcessHandle.current().pid();
        try (OwnedPool pool = ProcessPools.create("innermost", settings -> settings.workers(1).nesting(nesting))) {
            long below = pool.apply(NestedTasks.pid(0)).await().atMost(LONG);
            return below == own ? List.of(own) : List.of(own, below);
        }
    }

    /** As deep as it says, one in the pool of the other, all of the same method. */
    @InProcessPool(pool = "nested")
    static int countDown(int depth) {
        if (depth == 0) {
            return 0;
        }
        try (OwnedPool pool = ProcessPools.create("inner", settings -> settings.workers(1))) {
            return 1 + pool.apply(NestedTasks.countDown(depth - 1)).await().atMost(LONG);
        }
    }

    /** What a worker says to a pool that makes no sense. */
    @InProcessPool(pool = "nested")
    static String makeNonsense(int workers) {
        try (OwnedPool pool = ProcessPools.create("inner", settings -> settings.workers(workers))) {
            return pool.name();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
