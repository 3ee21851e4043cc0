package io.quarkiverse.processpool.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.quarkiverse.processpool.OwnedPool;
import io.quarkiverse.processpool.ProcessPools;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.Tracked;
import io.smallrye.mutiny.Multi;

/**
 * What it costs to watch a map, and what it costs a task to say how far it is. Each pair is measured in turn, and what is
 * printed is the shortest of each.
 */
public final class ProgressCost {

    private static final int ROUNDS = Integer.getInteger("rounds", 15);

    private ProgressCost() {
    }

    public static void main(String[] args) throws Exception {
        Function<Integer, Task<Integer>> busy = x -> WorkTasks.busy(1_000, 0);
        try (OwnedPool pool = ProcessPools.create("work", settings -> settings.workers(2))) {
            compare(pool, "1,000,000 tasks of nothing, watched", count(1_000_000), WorkTasks::square, WorkTasks::square, true,
                    ROUNDS * 6);
            compare(pool, "2,000 tasks of 1 ms, watched", count(2_000), busy, busy, true, ROUNDS);
            compare(pool, "2,000 tasks of 1 ms, with 100 words of progress each", count(2_000), busy,
                    x -> WorkTasks.busy(1_000, 100), false, ROUNDS);
            long[] nanos = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                nanos[i] = pool.apply(WorkTasks.speak(1_000_000)).await().indefinitely();
            }
            System.out.printf(Locale.ROOT, "one word of progress: %.1f ns%n", min(nanos));
        }
    }

    private static List<Integer> count(int tasks) {
        return IntStream.range(0, tasks).boxed().toList();
    }

    private static void compare(OwnedPool pool, String what, List<Integer> items, Function<Integer, Task<Integer>> plain,
            Function<Integer, Task<Integer>> other, boolean watch, int rounds) throws Exception {
        long[][] wall = new long[2][rounds];
        long[][] cpu = new long[2][rounds];
        for (int i = -3; i < rounds; i++) {
            for (int turn = 0; turn < 2; turn++) {
                int which = (turn + i & 1) == 0 ? 0 : 1; // who comes second has the garbage of the first
                long cpuBegin = cpu();
                long begin = System.nanoTime();
                run(pool, which == 0 ? plain : other, items, which == 1 && watch);
                if (i >= 0) {
                    wall[which][i] = System.nanoTime() - begin;
                    cpu[which][i] = cpu() - cpuBegin;
                }
            }
        }
        System.out.printf(Locale.ROOT,
                "%s: %.2f ms instead of %.2f ms (%+.2f %%), of the application's processor %.2f ms instead of %.2f ms%n",
                what, min(wall[1]), min(wall[0]), 100 * (min(wall[1]) / min(wall[0]) - 1), min(cpu[1]), min(cpu[0]));
    }

    private static void run(OwnedPool pool, Function<Integer, Task<Integer>> task, List<Integer> items, boolean watch)
            throws Exception {
        if (!watch) {
            pool.mapAsync(task, items).toCompletableFuture().get(60, TimeUnit.SECONDS);
            return;
        }
        Tracked<List<Integer>> call = pool.trackMap(task, items);
        Multi<?> updates = call.updates();
        updates.subscribe().with(seen -> {
        });
        call.result().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double min(long[] nanos) {
        return Arrays.stream(nanos).min().orElseThrow() / 1e6;
    }
}
