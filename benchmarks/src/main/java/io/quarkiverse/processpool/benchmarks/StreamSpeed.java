package io.quarkiverse.processpool.benchmarks;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.engine.ResultStream;
import io.quarkiverse.processpool.engine.WorkerPool;

/** How fast the elements of one stream come, from one worker to one consumer. */
public final class StreamSpeed {

    private static final int ROUNDS = 6;
    private static final int NUMBERS = 1_000_000;
    private static final int MEBIBYTES = 1_024;
    private static final int MEBIBYTE = 1 << 20;
    private static final double NANOS = 1e9;

    /** What takes the elements of a stream and says how many there were. */
    private interface Consumer {
        long take(WorkerPool pool, StreamTask<?> task) throws Exception;
    }

    private StreamSpeed() {
    }

    public static void main(String[] args) throws Exception {
        Report report = new Report("streams", "Elements of a stream, from one worker to one consumer", "Elements", "Taken by",
                "First", "Warm");
        StreamTask<Integer> numbers = WorkTasks.numbers(NUMBERS);
        StreamTask<byte[]> arrays = WorkTasks.arrays(MEBIBYTES, MEBIBYTE);
        measure(report, "an `Integer`, a second", "`next()`", numbers, StreamSpeed::next);
        measure(report, "an `Integer`, a second", "a subscriber", numbers, StreamSpeed::publisher);
        measure(report, "an array of 1 MiB, a second", "`next()`", arrays, StreamSpeed::next);
        report.write();
        System.exit(0);
    }

    private static void measure(Report report, String what, String by, StreamTask<?> task, Consumer consumer)
            throws Exception {
        try (WorkerPool pool = WorkerPool.builder("work").workers(1).build()) {
            pool.apply(WorkTasks.square(1));
            double[] warm = new double[ROUNDS - 1];
            double first = perSecond(pool, task, consumer);
            for (int i = 0; i < warm.length; i++) {
                warm[i] = perSecond(pool, task, consumer);
            }
            Arrays.sort(warm);
            report.row(what, by, first, warm[warm.length / 2]);
        }
    }

    private static double perSecond(WorkerPool pool, StreamTask<?> task, Consumer consumer) throws Exception {
        long start = System.nanoTime();
        long count = consumer.take(pool, task);
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
