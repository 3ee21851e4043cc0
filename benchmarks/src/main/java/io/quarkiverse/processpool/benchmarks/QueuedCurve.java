package io.quarkiverse.processpool.benchmarks;

import java.util.List;
import java.util.concurrent.Future;

import io.quarkiverse.processpool.engine.WorkerPool;

/** What a task takes of the heap while it waits: its future, its arguments, its place in the queue. */
final class QueuedCurve {

    private static final long LONG_NANOS = Integer.MAX_VALUE;

    private final Report report = new Report("queued", "Tasks that wait (one int each)", "Tasks", "Bytes for each",
            "Submitted per s");
    private final Plot plot = new Plot("Heap of waiting tasks", "waiting tasks", "bytes for each", false);
    private final List<double[]> bytes = plot.line("measured");
    private final List<double[]> promised = plot.line("at most 200");

    void measure(int most) throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(1).queueSize(Integer.MAX_VALUE).build()) {
            pool.apply(WorkTasks.square(1));
            for (int i = 0; i < 100; i++) {
                pool.submit(TimedWorkTasks.sleep(LONG_NANOS)); // keeps the worker busy for longer than this takes
            }
            Future<?>[] futures = new Future<?>[most];
            warmUp(pool);
            long before = Curve.usedHeap();
            int submitted = 0;
            for (int count = 10_000; count <= most; count *= 10) {
                int from = submitted;
                int to = count;
                double seconds = Curve.time(() -> submit(pool, futures, from, to));
                submitted = count;
                double each = (double) (Curve.usedHeap() - before) / count;
                report.row((double) count, each, (to - from) / seconds);
                bytes.add(new double[] { count, each });
                promised.add(new double[] { count, 200 });
            }
            report.write();
            plot.write("queued");
            Runtime.getRuntime().halt(futures[0].isDone() ? 1 : 0); // to fail them all would take longer than this
        }
    }

    private static void warmUp(WorkerPool pool) {
        Future<?>[] futures = new Future<?>[20_000];
        submit(pool, futures, 0, futures.length);
        for (Future<?> future : futures) {
            future.cancel(true);
        }
    }

    private static void submit(WorkerPool pool, Future<?>[] futures, int from, int to) {
        for (int i = from; i < to; i++) {
            futures[i] = pool.submit(WorkTasks.square(i));
        }
    }
}
