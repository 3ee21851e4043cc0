package org.acme;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Uni;

// tag::class[]
@Path("/squares")
public class SquaresResource {

    @Inject
    ProcessPool pool;

    @GET
    public Uni<List<Integer>> squares() {
        return pool.map(SquaresTasks::square, List.of(1, 2, 3));
    }
}
// end::class[]
