package io.quarkiverse.processpool.test.app;

import io.quarkiverse.processpool.InProcessPool;

/** A pool of a name of its own, {@code numbers}, and methods of several arguments. */
public class Sums {

    @InProcessPool(pool = "numbers", workers = 2)
    public static int two(int a, int b) {
        return a + b;
    }

    @InProcessPool(pool = "numbers")
    public static int three(int a, int b, int c) {
        return a + b + c;
    }
}
