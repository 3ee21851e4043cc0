package io.quarkiverse.processpool.benchmarks;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.processpool.InProcessPool;

/** The work that pools are measured on. */
public final class Work {

    private Work() {
    }

    @InProcessPool
    public static int square(int x) {
        return x * x;
    }

    @InProcessPool
    public static int length(byte[] bytes) {
        return bytes.length;
    }

    @InProcessPool
    public static byte[] echo(byte[] bytes) {
        return bytes;
    }

    @InProcessPool
    public static int nap(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    @InProcessPool
    public static Stream<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed();
    }

    @InProcessPool
    public static Stream<byte[]> arrays(int count, int length) {
        return IntStream.range(0, count).mapToObj(i -> new byte[length]);
    }

    @InProcessPool
    public static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }
}
