package io.quarkiverse.processpool.benchmarks;

import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.engine.ResultStream;
import io.quarkiverse.processpool.engine.WorkerPool;

/** How fast the elements of one stream come, from one worker to one consumer, and what is in an argument the other way. */
public final class StreamSpeed {

    private static final int ROUNDS = 6;
    private static final int NUMBERS = 1_000_000;
    private static final int MEBIBYTES = 1_024;
    private static final int MEBIBYTE = 1 << 20;
    private static final double NANOS = 1e9;

    /** What is measured once; says how many of what is counted there were. */
    private interface Round {
        long run(WorkerPool pool) throws Exception;
    }

    private StreamSpeed() {
    }

    public static void main(String[] args) throws Exception {
        Report report = new Report("streams", "One stream, to or from one worker", "What, a second", "Taken by",
                "First", "Warm");
        StreamTask<Integer> numbers = WorkTasks.numbers(NUMBERS);
        StreamTask<byte[]> arrays = WorkTasks.arrays(MEBIBYTES, MEBIBYTE);
        measure(report, "results: an `Integer`", "`next()`", pool -> next(pool, numbers));
        measure(report, "results: an `Integer`", "a subscriber", pool -> publisher(pool, numbers));
        measure(report, "results: an array of 1 MiB", "`next()`", pool -> next(pool, arrays));
        measure(report, "argument: 1 MiB of an `InputStream`", "the task", StreamSpeed::argument);
        report.write();
        System.exit(0);
    }

    private static void measure(Report report, String what, String by, Round round) throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(1).build()) {
            pool.apply(WorkTasks.square(1));
            double[] warm = new double[ROUNDS - 1];
            double first = perSecond(pool, round);
            for (int i = 0; i < warm.length; i++) {
                warm[i] = perSecond(pool, round);
            }
            Arrays.sort(warm);
            report.row(what, by, first, warm[warm.length / 2]);
        }
    }

    private static double perSecond(WorkerPool pool, Round round) throws Exception {
        long start = System.nanoTime();
        long count = round.run(pool);
        return count * NANOS / (System.nanoTime() - start);
    }

    private static long next(WorkerPool pool, StreamTask<?> task) throws Exception {
        long count = 0;
        try (ResultStream<?> stream = pool.stream(task)) {
            while (stream.next() != null) {
                count++;
            }
        }
        return count;
    }

    private static long argument(WorkerPool pool) throws Exception {
        InputStream zeros = new InputStream() {

            private long left = (long) MEBIBYTES * MEBIBYTE;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                int count = (int) Math.min(length, left);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        return pool.apply(WorkTasks.lengthOf(zeros)) / MEBIBYTE;
    }

    private static long publisher(WorkerPool pool, StreamTask<?> task) throws InterruptedException {
        Counting counting = new Counting();
        pool.publisher(task).subscribe(counting);
        counting.end.await();
        return counting.count;
    }

    private static final class Counting implements Flow.Subscriber<Object> {

        final CountDownLatch end = new CountDownLatch(1);
        long count;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object element) {
            count++;
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            end.countDown();
        }
    }
}
