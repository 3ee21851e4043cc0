package io.quarkiverse.processpool.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.engine.ImapOptions;
import io.quarkiverse.processpool.engine.WorkerPool;

/**
 * How near a pool comes to the shortest time there is, for items of many lengths in many orders: elapsed over ideal, where
 * ideal is the longer of the whole divided by the workers and the longest item. Beside it the chunks of Python's {@code Pool},
 * each of which one worker runs to its end.
 */
public final class Shapes {

    private static final int WORKERS = 2;
    /** With this argument it is {@link #LONG_ONES} that are measured. */
    private static final String SECONDS = "seconds";
    private static final long PATIENCE_SECONDS = 300;

    /** @param totalNanos all items one after the other */
    private record Scale(String name, boolean sleeping, int items, double totalNanos) {
    }

    private static final List<Scale> SCALES = List.of(
            new Scale("200,000 of 1 µs, busy", false, 200_000, 2e8),
            new Scale("4,000 of 100 µs, busy", false, 4_000, 4e8),
            new Scale("600 of 1 ms, asleep", true, 600, 6e8),
            new Scale("60 of 20 ms, asleep", true, 60, 1.2e9),
            new Scale("16 of 250 ms, asleep", true, 16, 4e9));
    private static final List<Scale> LONG_ONES = List.of(new Scale("12 of seconds, asleep", true, 12, 4e10));

    private final WorkerPool pool;
    private final int rounds;
    private final Report report;

    private Shapes(WorkerPool pool, String name, int rounds) {
        this.pool = pool;
        this.rounds = rounds;
        this.report = new Report(name, "Elapsed over ideal, two workers (1.00 is the limit)", "Items", "Order",
                "map", "map, length unknown", "imap", "imapUnordered", "Python's chunks", "Idle at the end of map, ms",
                "Longest item meanwhile, ms");
    }

    public static void main(String[] args) throws Exception {
        List<String> orders = new ArrayList<>(List.of(args));
        boolean areLong = orders.remove(SECONDS);
        try (WorkerPool pool = WorkerPool.builder("work").workers(WORKERS).build()) {
            Shapes shapes = areLong ? new Shapes(pool, "shapes-seconds", 1) : new Shapes(pool, "shapes", 3);
            shapes.warmUp();
            for (Scale scale : areLong ? LONG_ONES : SCALES) {
                for (Shape shape : Shape.values()) {
                    if (orders.isEmpty() || orders.contains(shape.name().toLowerCase(Locale.ROOT))) {
                        shapes.measure(scale, shape);
                    }
                }
            }
            if (orders.isEmpty()) {
                shapes.report.write();
            }
        }
    }

    private void warmUp() throws Exception {
        pool.map(TimedWorkTasks::spin, Collections.nCopies(200_000, 100L)).get();
    }

    private void measure(Scale scale, Shape shape) throws Exception {
        long[] nanos = shape.lengths(scale.items, scale.totalNanos);
        List<Long> items = LongStream.of(nanos).boxed().toList();
        Function<Long, Task<TimedWork.Ran>> task = scale.sleeping ? TimedWorkTasks::sleep : TimedWorkTasks::spin;
        double ideal = Math.max(LongStream.of(nanos).sum() / (double) WORKERS,
                LongStream.of(nanos).max().orElse(0));
        List<Ending> endings = new ArrayList<>();
        double map = median(() -> endings.add(Ending.of(pool.map(task, items).get(PATIENCE_SECONDS, TimeUnit.SECONDS))));
        double unknown = median(() -> pool.map(task, () -> items.iterator()).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        double imap = median(() -> stream(task, items, true));
        double unordered = median(() -> stream(task, items, false));
        double python = median(() -> pool.map(chunk -> TimedWorkTasks.chunk(scale.sleeping, chunk), chunks(nanos), 1).get());
        endings.sort((a, b) -> Long.compare(a.idle, b.idle));
        Ending ending = endings.get(endings.size() / 2);
        report.row(scale.name, shape, map / ideal, unknown / ideal, imap / ideal, unordered / ideal, python / ideal,
                ending.idle / 1e6, ending.longest / 1e6);
    }

    private void stream(Function<Long, Task<TimedWork.Ran>> task, List<Long> items, boolean ordered) throws Exception {
        Results<TimedWork.Ran> results = new Results<>(ran -> {
        });
        pool.imap(task, new ItemsPublisher<>(items.iterator()), new ImapOptions(ordered, 0, 0)).subscribe(results);
        results.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Python: {@code chunksize, extra = divmod(len(iterable), len(self._pool) * 4)}, and one more if there is a rest. */
    private static List<long[]> chunks(long[] nanos) {
        int size = (nanos.length + 4 * WORKERS - 1) / (4 * WORKERS);
        List<long[]> chunks = new ArrayList<>();
        for (int from = 0; from < nanos.length; from += size) {
            chunks.add(Arrays.copyOfRange(nanos, from, Math.min(from + size, nanos.length)));
        }
        return chunks;
    }

    private interface Round {
        void run() throws Exception;
    }

    /** Nanoseconds. */
    private double median(Round round) throws Exception {
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            round.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2];
    }

    /** How long the first worker that had nothing more to do waited for the last item to end, and the longest that ran then. */
    private record Ending(long idle, long longest) {

        static Ending of(List<TimedWork.Ran> all) {
            Map<Long, Long> ends = new HashMap<>();
            for (TimedWork.Ran ran : all) {
                ends.merge(ran.worker(), ran.endedNanos(), Math::max);
            }
            long first = ends.size() < WORKERS ? all.get(0).startedNanos() : Collections.min(ends.values());
            long longest = all.stream().filter(ran -> ran.endedNanos() > first)
                    .mapToLong(ran -> ran.endedNanos() - ran.startedNanos()).max().orElse(0);
            return new Ending(Collections.max(ends.values()) - first, longest);
        }
    }
}
