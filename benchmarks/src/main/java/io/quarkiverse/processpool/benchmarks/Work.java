package io.quarkiverse.processpool.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.processpool.InProcessPool;
import io.quarkiverse.processpool.TaskContext;

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
    public static long lengthOf(InputStream in) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    @InProcessPool
    public static Stream<byte[]> arrays(int count, int length) {
        return IntStream.range(0, count).mapToObj(i -> new byte[length]);
    }

    @InProcessPool
    public static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }

    /** Keeps a processor busy for that time. */
    @InProcessPool
    public static int busy(int micros) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < micros * 1000L) {
            Thread.onSpinWait();
        }
        return micros;
    }

    /** What so many words of progress take, in nanoseconds. */
    @InProcessPool
    public static long speak(int words) {
        long begin = System.nanoTime();
        TaskContext context = TaskContext.current();
        for (int said = 0; said < words; said++) {
            context.progress(said, words);
        }
        return System.nanoTime() - begin;
    }
}
