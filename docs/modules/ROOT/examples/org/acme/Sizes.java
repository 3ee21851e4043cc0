package org.acme;

import jakarta.inject.Inject;

import io.quarkiverse.processpool.ProcessPools;

/** Changes pools while they run. */
public class Sizes {

    @Inject
    ProcessPools pools;

    // tag::resize[]
    void forTheNight() {
        pools.resize("images", 2); // <1>
        pools.shrink("images"); // <2>
    }
    // end::resize[]
}
