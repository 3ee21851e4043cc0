package io.quarkiverse.processpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.quarkiverse.processpool.engine.ImapOptions;
import io.quarkiverse.processpool.engine.WorkerPool;

/** Tasks per second when many are under way, by each way to submit many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AsyncBenchmark {

    private static final int TASKS = 10_000;

    private WorkerPool pool;
    private List<Integer> items;

    @Setup
    public void start() {
        pool = WorkerPool.builder("work").workers(2).build();
        items = IntStream.range(0, TASKS).boxed().toList();
    }

    @TearDown
    public void stop() {
        pool.terminate();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int submit() throws Exception {
        List<Future<Integer>> futures = new ArrayList<>(TASKS);
        for (Integer item : items) {
            futures.add(pool.submit(WorkTasks.square(item)));
        }
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Integer> mapByOne() throws Exception {
        return pool.map(WorkTasks::square, items, 1).get();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Integer> map() throws Exception {
        return pool.map(WorkTasks::square, items).get();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int imap() throws Exception {
        int[] sum = { 0 };
        Results<Integer> results = new Results<>(result -> sum[0] += result);
        pool.imap(WorkTasks::square, new ItemsPublisher<>(items.iterator()), ImapOptions.ORDERED).subscribe(results);
        results.end().get();
        return sum[0];
    }
}
