package org.acme;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPools;

// tag::class[]
@Path("/pools")
public class PoolsResource {

    @Inject
    ProcessPools pools;

    @GET
    public List<PoolStats> pools() {
        return pools.stats();
    }
}
// end::class[]
