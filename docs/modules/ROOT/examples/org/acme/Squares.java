package org.acme;

import io.quarkiverse.processpool.InProcessPool;

// tag::class[]
public class Squares {

    @InProcessPool(workers = 5)
    public static int square(int x) {
        return x * x;
    }
}
// end::class[]
