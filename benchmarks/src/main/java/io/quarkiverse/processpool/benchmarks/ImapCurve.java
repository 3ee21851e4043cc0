package io.quarkiverse.processpool.benchmarks;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;

import io.quarkiverse.processpool.engine.ImapOptions;
import io.quarkiverse.processpool.engine.WorkerPool;

/** A long stream, and the heap of this process while it goes on: after a collection, at each power of two. */
final class ImapCurve {

    private final Report report = new Report("imap", "A long stream of ints through imap", "Elements", "Heap in use, MiB",
            "Elements per s");
    private final Plot plot = new Plot("Heap while a stream goes on", "elements that have passed", "MiB in use", false);
    private final List<double[]> heap = plot.line("heap of the parent after a collection");
    private long seen;
    private long next = 1_000;
    private long before;
    private long startedAt;
    private long deadline;

    /** @param seconds after which it ends, wherever it is */
    void measure(long elements, long seconds) throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(2).build()) {
            pool.map(WorkTasks::square, LongStream.range(0, 10_000).mapToObj(i -> (int) i).toList()).get();
            Results<Integer> results = new Results<>(this::result);
            startedAt = System.nanoTime();
            deadline = startedAt + seconds * 1_000_000_000;
            pool.imap(WorkTasks::square,
                    new ItemsPublisher<>(LongStream.range(0, elements).takeWhile(i -> System.nanoTime() < deadline)
                            .mapToObj(i -> (int) i).iterator()),
                    ImapOptions.ORDERED).subscribe(results);
            results.end().get();
            if (before < seen) {
                look();
            }
            report.write();
            plot.write("imap");
        }
    }

    private void result(Integer square) {
        if (square != (int) seen * (int) seen) {
            throw new CancellationException("result " + seen + " is " + square);
        }
        if (++seen == next) {
            look();
            next *= seen < 1_000_000 ? 10 : 2;
        }
    }

    private void look() {
        double mebibytes = Curve.usedHeap() / 1048576.0;
        long now = System.nanoTime();
        report.row((double) seen, mebibytes, (seen - before) / ((now - startedAt) / 1e9));
        heap.add(new double[] { seen, mebibytes });
        before = seen;
        startedAt = System.nanoTime();
    }
}
