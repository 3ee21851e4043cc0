package io.quarkiverse.processpool.benchmarks;

import java.util.Arrays;

/** Measures how something grows, and draws it. */
public final class Curve {

    private Curve() {
    }

    /** @param args which curve, and numbers that change how far it goes */
    public static void main(String[] args) throws Exception {
        long[] numbers = Arrays.stream(args).skip(1).mapToLong(Long::parseLong).toArray();
        switch (args.length == 0 ? "" : args[0]) {
            case "workers" -> new WorkersCurve().measure(numbers.length > 0 ? (int) numbers[0] : 64);
            case "queued" -> new QueuedCurve().measure(numbers.length > 0 ? (int) numbers[0] : 10_000_000);
            case "payload" -> new PayloadCurve().measure(numbers.length > 0 ? numbers[0] : 1L << 30);
            case "imap" -> new ImapCurve().measure(numbers.length > 0 ? numbers[0] : 100_000_000,
                    numbers.length > 1 ? numbers[1] : 120);
            case "length" -> new LengthCurve().measure();
            default -> {
                System.err.println(
                        "curve workers [MOST] | queued [MOST] | payload [MOST_BYTES] | imap [ELEMENTS [SECONDS]] | length");
                System.exit(2);
            }
        }
        System.exit(0);
    }

    interface Work {
        void run() throws Exception;
    }

    /** Seconds. */
    static double time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** The middle one of three, in seconds. */
    static double median(Work work) throws Exception {
        double[] seconds = { time(work), time(work), time(work) };
        Arrays.sort(seconds);
        return seconds[1];
    }

    /** Bytes of this process's heap that are in use after a collection. */
    static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
