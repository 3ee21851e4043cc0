package org.acme;

import io.quarkiverse.processpool.InProcessPool;

// tag::class[]
public class Ocr {

    private final Dictionary dictionary = Dictionary.load(); // <1>

    @InProcessPool(pool = "ocr", workers = 2)
    public Page read(Scan scan) {
        return dictionary.correct(scan);
    }
}
// end::class[]
