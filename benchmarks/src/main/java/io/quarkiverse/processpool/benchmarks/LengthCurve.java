package io.quarkiverse.processpool.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkiverse.processpool.engine.WorkerPool;

/**
 * Tasks of 1 µs to 1 s that compute: the throughput of a pool of as many workers as there are cores over that of an executor
 * with as many threads in this process, on the same work.
 */
final class LengthCurve {

    private static final int WORKERS = Runtime.getRuntime().availableProcessors();
    private static final double SECONDS_EACH = 0.5;

    private final Report report = new Report("length", "Throughput over that of an ExecutorService in the same process",
            "Length of a task, µs", "Tasks", "submit, pool over threads", "map, pool over threads");
    private final Plot plot = new Plot("Throughput over that of threads", "length of a task, µs",
            "pool over threads (1 is the same)", false);
    private final List<double[]> submitted = plot.line("submit and wait for all");
    private final List<double[]> mapped = plot.line("map");

    void measure() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try (WorkerPool pool = WorkerPool.builder("work").workers(WORKERS).queueSize(1 << 30).build()) {
            double roundsPerMicro = calibrate(pool, threads);
            for (int micros = 1; micros <= 1_000_000; micros *= 10) {
                measureOne(pool, threads, micros, (long) Math.max(1, micros * roundsPerMicro));
            }
            report.write();
            plot.write("length");
        } finally {
            threads.shutdown();
        }
    }

    private static double calibrate(WorkerPool pool, ExecutorService threads) throws Exception {
        pool.map(TimedWorkTasks::mix, Collections.nCopies(50_000, 100L)).get();
        inThreads(threads, 50_000, 100);
        long rounds = 100_000_000;
        return rounds / (Curve.median(() -> TimedWork.mix(rounds)) * 1e6);
    }

    private void measureOne(WorkerPool pool, ExecutorService threads, int micros, long rounds) throws Exception {
        int tasks = (int) Math.max(WORKERS * 2, Math.min(300_000, WORKERS * SECONDS_EACH * 1e6 / micros));
        double inThreads = Curve.median(() -> inThreads(threads, tasks, rounds));
        double submit = inThreads / Curve.median(() -> inPool(pool, tasks, rounds));
        double map = inThreads / Curve.median(() -> pool.map(TimedWorkTasks::mix, Collections.nCopies(tasks, rounds)).get());
        report.row((double) micros, (double) tasks, submit, map);
        submitted.add(new double[] { micros, submit });
        mapped.add(new double[] { micros, map });
    }

    private static void inThreads(ExecutorService threads, int tasks, long rounds) throws Exception {
        Callable<Long> task = () -> TimedWork.mix(rounds);
        List<Future<Long>> futures = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            futures.add(threads.submit(task));
        }
        await(futures);
    }

    private static void inPool(WorkerPool pool, int tasks, long rounds) throws Exception {
        List<Future<Long>> futures = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            futures.add(pool.submit(TimedWorkTasks.mix(rounds)));
        }
        await(futures);
    }

    private static void await(List<Future<Long>> futures) throws Exception {
        for (Future<Long> future : futures) {
            future.get();
        }
    }
}
