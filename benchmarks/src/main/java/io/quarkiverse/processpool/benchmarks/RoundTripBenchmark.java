package io.quarkiverse.processpool.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.quarkiverse.processpool.engine.WorkerPool;

/** One call after the other: an int there and back, and bytes of several sizes there and back. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RoundTripBenchmark extends TimedBenchmark {

    @Param({ "16", "65536", "1048576" })
    int size;

    private byte[] bytes;
    private WorkerPool pool;

    @Setup
    public void start() {
        bytes = new byte[size];
        pool = WorkerPool.builder("work").workers(1).build();
    }

    @TearDown
    public void stop() {
        pool.terminate();
    }

    @Benchmark
    public int square() throws Exception {
        return pool.apply(WorkTasks.square(7));
    }

    @Benchmark
    public byte[] echo() throws Exception {
        return pool.apply(WorkTasks.echo(bytes));
    }
}
