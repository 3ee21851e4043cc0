package io.quarkiverse.processpool.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A value to bytes and back: warm, and as the first thing that a JVM does. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EncodingBenchmark {

    private static final List<String> LIBRARIES = List.of("com.esotericsoftware.kryo.Kryo", "org.apache.fory.Fory",
            "io.quarkiverse.processpool.wire.EncodingException");

    @Param
    Encoding.Kind encoding;

    @Param
    EncodingWork.Value value;

    private Object given;
    private Encoding used;

    /** The class path has many jars; none of the encodings is to pay for the opening of those before its own. */
    @Setup
    public void make() throws ClassNotFoundException {
        given = value.make();
        for (String name : LIBRARIES) {
            Class.forName(name, false, EncodingBenchmark.class.getClassLoader());
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(1)
    @Warmup(iterations = 4, time = 1)
    @Measurement(iterations = 5, time = 1)
    public Object warm() throws Exception {
        if (used == null) {
            used = encoding.make(value);
        }
        return used.read(used.write(given));
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(7)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public Object cold() throws Exception {
        Encoding fresh = encoding.make(value);
        return fresh.read(fresh.write(given));
    }
}
