package org.acme.contactsheet;

import io.quarkiverse.processpool.InProcessPool;

/** The smallest thing that a worker process can do. */
public class Squares {

    @InProcessPool(workers = 5)
    public static int square(int x) {
        return x * x;
    }
}
