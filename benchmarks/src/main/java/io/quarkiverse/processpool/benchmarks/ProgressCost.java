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

/**
 * What it costs to watch a map, and what it costs a task to say how far it is. With and without are measured in turn;
 * printed are the shortest time and the mean of the processor's.
 */
public final class ProgressCost {

    private static final int ROUNDS = Integer.getInteger("rounds", 15);

    private ProgressCost() {
    }

    public static void main(String[] args) throws Exception {
        try (OwnedPool pool = ProcessPools.create("work", settings -> settings.workers(2))) {
            compare(pool, "1,000,000 tasks of nothing", count(1_000_000), WorkTasks::square, ROUNDS * 6);
            compare(pool, "2,000 tasks of 1 ms", count(2_000), x -> WorkTasks.busy(1_000), ROUNDS);
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

    private static void compare(OwnedPool pool, String what, List<Integer> items, Function<Integer, Task<Integer>> task,
            int rounds)
            throws Exception {
        long[][] wall = new long[2][rounds];
        long[] cpu = new long[2];
        for (int i = -4; i < rounds; i++) {
            for (int turn = 0; turn < 2; turn++) {
                int which = turn + i & 1; // who comes second has the garbage of the first
                long cpuBegin = cpu();
                long begin = System.nanoTime();
                run(pool, task, items, which == 1);
                if (i >= 0) {
                    wall[which][i] = System.nanoTime() - begin;
                    cpu[which] += cpu() - cpuBegin;
                }
            }
        }
        System.out.printf(Locale.ROOT,
                "%s: watched %.2f ms, else %.2f ms (%+.2f %%); of the application's processors %.2f ms, else %.2f ms%n", what,
                min(wall[1]), min(wall[0]), 100 * (min(wall[1]) / min(wall[0]) - 1), cpu[1] / 1e6 / rounds,
                cpu[0] / 1e6 / rounds);
    }

    private static void run(OwnedPool pool, Function<Integer, Task<Integer>> task, List<Integer> items, boolean watch)
            throws Exception {
        if (!watch) {
            pool.mapAsync(task, items).toCompletableFuture().get(60, TimeUnit.SECONDS);
            return;
        }
        Tracked<List<Integer>> call = pool.trackMap(task, items);
        call.updates().subscribe().with(seen -> {
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
