package io.quarkiverse.processpool.test.app;

import io.quarkiverse.processpool.InProcessPool;

/** A pool of two, {@code squares}. */
public class Squares {

    @InProcessPool(workers = 2)
    public static int square(int x) {
        return x * x;
    }
}
