package io.quarkiverse.processpool.benchmarks;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link EncodingBenchmark}, with options of JMH for its time if some are given ({@code -f -w -r}), and writes the medians
 * as one table.
 */
public final class Encodings {

    private Encodings() {
    }

    public static void main(String[] args) throws Exception {
        Map<String, Double> scores = new HashMap<>();
        Options options = new OptionsBuilder().parent(new CommandLineOptions(args))
                .include(EncodingBenchmark.class.getSimpleName()).shouldFailOnError(true).build();
        for (RunResult run : new Runner(options).run()) {
            String name = run.getPrimaryResult().getLabel() + run.getParams().getParam("encoding")
                    + run.getParams().getParam("value");
            scores.put(name, run.getPrimaryResult().getStatistics().getPercentile(50));
        }
        Report report = new Report("encodings", "A value to bytes and back", "Value", "Encoding", "Warm, µs", "Bytes",
                "First use, ms");
        for (EncodingWork.Value value : EncodingWork.Value.values()) {
            Object given = value.make();
            for (Encoding.Kind kind : Encoding.Kind.values()) {
                report.row(value.name().toLowerCase(Locale.ROOT), kind.name().toLowerCase(Locale.ROOT),
                        scores.get("warm" + kind + value), (double) kind.make(value).write(given).length,
                        scores.get("cold" + kind + value) / 1e3);
            }
        }
        report.write();
    }
}
