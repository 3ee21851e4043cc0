package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import io.quarkiverse.processpool.engine.WorkerPool;

/**
 * Does with the engine, at its default settings and two workers, what the scripts of the peers do with theirs, and
 * prints one line of JSON with the same fields.
 * <p>
 * Three JVMs have to compile their code first, which an interpreter has not. So all of it is done several times: a field that
 * begins with {@code cold_} is from the first time, in the first two seconds of the three processes, and the one without is the
 * median of the last times. The first result and the memory of a worker are what they are.
 */
public final class PeerWork {

    private static final int WORKERS = 2;
    private static final int MANY = 20_000;
    private static final int BIG = 1_000_000;
    private static final int TRANSFERS = 300;
    private static final int WARMING = 6;
    private static final int MEASURED = 5;

    private List<Integer> squares;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    public static void main(String[] args) throws Exception {
        System.out.println(new PeerWork().measure());
    }

    private String measure() throws Exception {
        Map<String, Double> result = new LinkedHashMap<>();
        long made = System.nanoTime();
        try (WorkerPool pool = WorkerPool.builder("work").workers(WORKERS).build()) {
            pool.apply(WorkTasks.square(1));
            result.put("first_result_ms", (System.nanoTime() - made) / 1e6);
            doAll(pool);
            figures.forEach((name, values) -> result.put("cold_" + name, values.get(0)));
            for (int i = 0; i < WARMING; i++) {
                doAll(pool);
            }
            figures.clear();
            for (int i = 0; i < MEASURED; i++) {
                doAll(pool);
                clustered(pool);
            }
            figures.forEach((name, values) -> result.put(name, median(values)));
            result.put("idle_worker_private_mb", privateMebibytes(pool.apply(WorkTasks.pid(0))));
        }
        return result.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "\"%s\": %.3f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", ", "{\"peer\": \"quarkus-process-pool\", ", "}"));
    }

    private void doAll(WorkerPool pool) throws Exception {
        oneByOne(pool);
        put("async_per_s", rate(MANY, () -> manyAtOnce(pool)));
        put("map_chunk1_per_s", rate(MANY, () -> squares = pool.map(WorkTasks::square, range(MANY), 1).get()));
        checkSquares(MANY);
        put("map_per_s", rate(BIG, () -> squares = pool.map(WorkTasks::square, range(BIG)).get()));
        checkSquares(BIG);
        List<byte[]> mebibytes = Collections.nCopies(TRANSFERS, new byte[1 << 20]);
        put("mib_in_per_s", rate(TRANSFERS, () -> pool.map(WorkTasks::length, mebibytes, 1).get()));
        put("mib_echo_per_s", rate(TRANSFERS, () -> pool.map(WorkTasks::echo, mebibytes, 1).get()));
    }

    private void checkSquares(int size) {
        for (int i = 0; i < size; i++) {
            if (squares.get(i) != i * i) {
                throw new IllegalStateException("the square of " + i + " is not " + squares.get(i));
            }
        }
        squares = null;
    }

    private void put(String name, double figure) {
        figures.computeIfAbsent(name, ignored -> new ArrayList<>()).add(figure);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void oneByOne(WorkerPool pool) throws Exception {
        for (int i = 0; i < 300; i++) {
            pool.apply(WorkTasks.square(i));
        }
        long[] nanos = new long[3_000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            pool.apply(WorkTasks.square(i));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        put("apply_p50_us", nanos[nanos.length / 2] / 1e3);
        put("apply_p99_us", nanos[nanos.length * 99 / 100] / 1e3);
    }

    private static void manyAtOnce(WorkerPool pool) throws Exception {
        List<Future<Integer>> futures = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            futures.add(pool.submit(WorkTasks.square(i)));
        }
        for (Future<Integer> future : futures) {
            future.get();
        }
    }

    /** 400 naps, the last 40 of them 30 ms instead of 1 ms. */
    private void clustered(WorkerPool pool) throws Exception {
        List<Integer> naps = new ArrayList<>(Collections.nCopies(360, 1));
        naps.addAll(Collections.nCopies(40, 30));
        double ideal = naps.stream().mapToInt(Integer::intValue).sum() / (double) WORKERS / 1e3;
        put("clustered_over_ideal",
                naps.size() / rate(naps.size(), () -> pool.map(WorkTasks::nap, naps).get()) / ideal);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double rate(int count, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static List<Integer> range(int size) {
        return new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return index;
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private static double privateMebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                .filter(line -> line.startsWith("Private_"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum() / 1024.0;
    }
}
