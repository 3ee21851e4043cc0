package io.quarkiverse.processpool.benchmarks;

import java.util.List;

import io.quarkiverse.processpool.engine.WorkerPool;

/** Bytes of all sizes: to a worker, and to a worker and back, one call after the other. */
final class PayloadCurve {

    private static final long LEAST_TOTAL = 256L << 20;
    private static final double MEBIBYTE = 1 << 20;

    private final Report report = new Report("payload", "Payloads of all sizes, one call after the other", "Bytes", "In, µs",
            "In and back, µs", "In, MiB/s", "In and back, MiB/s");
    private final Plot plot = new Plot("Payloads, one call after the other", "bytes of one payload", "MiB per second", true);
    private final List<double[]> in = plot.line("to a worker");
    private final List<double[]> echo = plot.line("to a worker and back");

    void measure(long most) throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(1).heap("6g").build()) {
            for (int i = 0; i < 5_000; i++) {
                pool.apply(WorkTasks.echo(new byte[16]));
                pool.apply(WorkTasks.length(new byte[16]));
            }
            for (long size = 0; size <= most; size = size == 0 ? 1 << 10 : size * 8) {
                measureOne(pool, (int) size);
            }
            if (most == 1L << 30) {
                measureOne(pool, 1 << 30);
            }
            report.write();
            plot.write("payload");
        }
    }

    private void measureOne(WorkerPool pool, int size) throws Exception {
        byte[] bytes = new byte[size];
        int calls = (int) Math.max(1, Math.min(2_000, LEAST_TOTAL / Math.max(1, size)));
        double inSeconds = each(calls, () -> pool.apply(WorkTasks.length(bytes)));
        double echoSeconds = each(calls, () -> pool.apply(WorkTasks.echo(bytes)));
        double mebibytes = size / MEBIBYTE;
        report.row((double) size, inSeconds * 1e6, echoSeconds * 1e6, mebibytes / inSeconds, mebibytes / echoSeconds);
        if (size > 0) {
            in.add(new double[] { size, mebibytes / inSeconds });
            echo.add(new double[] { size, mebibytes / echoSeconds });
        }
    }

    private static double each(int calls, Curve.Work call) throws Exception {
        call.run();
        return Curve.median(() -> {
            for (int i = 0; i < calls; i++) {
                call.run();
            }
        }) / calls;
    }
}
