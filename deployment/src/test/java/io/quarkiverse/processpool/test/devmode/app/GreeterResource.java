package io.quarkiverse.processpool.test.devmode.app;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.ProcessPools;
import io.smallrye.mutiny.Uni;

@Path("/greeter")
public class GreeterResource {

    @Inject
    ProcessPool pool;

    @Inject
    ProcessPools pools;

    @GET
    public Uni<String> greet() {
        return pool.apply(GreeterTasks.greet("Ann"));
    }

    @GET
    @Path("size")
    public int size() {
        return pools.stats("greeter").size();
    }
    // more
}
