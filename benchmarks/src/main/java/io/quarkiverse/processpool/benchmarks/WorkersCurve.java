package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.engine.WorkerPool;

/** Pools of 1 to 64 workers. Sleeping tasks show what the pool itself can keep busy, whatever the number of cores. */
final class WorkersCurve {

    private static final long NAP_NANOS = 5_000_000;
    private static final int NAPS_PER_WORKER = 100;
    private static final int SHORT_TASKS = 200_000;

    private final Report report = new Report("workers", "Pools of many workers", "Workers", "All started after, s",
            "5 ms naps per s", "Of the ideal", "Empty tasks per s", "Private MB of a worker");
    private final Plot plot = new Plot("Naps of 5 ms by workers", "workers", "naps per second", true);
    private final List<double[]> naps = plot.line("measured");
    private final List<double[]> ideal = plot.line("ideal: 200 for each worker");

    void measure(int most) throws Exception {
        for (int workers = 1; workers <= most; workers *= 2) {
            measureOne(workers);
        }
        report.write();
        plot.write("workers");
    }

    private void measureOne(int workers) throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(workers).heap("64m").build()) {
            double start = Curve.time(() -> {
                while (pool.stats().workers().stream().filter(worker -> worker.tasksDone() > 0).count() < workers) {
                    pool.map(TimedWorkTasks::sleep, Collections.nCopies(workers * 2, NAP_NANOS), 1).get();
                }
            });
            int count = workers * NAPS_PER_WORKER;
            double napsPerSecond = count
                    / Curve.median(() -> pool.map(TimedWorkTasks::sleep, Collections.nCopies(count, NAP_NANOS)).get());
            double tasksPerSecond = SHORT_TASKS
                    / Curve.median(() -> pool.map(WorkTasks::square, Collections.nCopies(SHORT_TASKS, 7)).get());
            double idealPerSecond = workers * 1e9 / NAP_NANOS;
            report.row(workers, start, napsPerSecond, napsPerSecond / idealPerSecond, tasksPerSecond, privateMegabytes(pool));
            naps.add(new double[] { workers, napsPerSecond });
            ideal.add(new double[] { workers, idealPerSecond });
        }
    }

    /** Of the worker in the middle, as the kernel counts it. */
    private static double privateMegabytes(WorkerPool pool) throws IOException {
        List<Double> all = pool.stats().workers().stream().map(WorkersCurve::privateMegabytes).sorted().toList();
        return all.get(all.size() / 2);
    }

    private static double privateMegabytes(WorkerStats worker) {
        try {
            return Files.readAllLines(Path.of("/proc/" + worker.pid() + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Private_"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum() / 1024.0;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
