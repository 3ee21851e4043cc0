package io.quarkiverse.processpool.benchmarks;

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
    public static long pid(int ignored) {
        return ProcessHandle.current().pid();
    }
}
