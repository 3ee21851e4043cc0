package io.quarkiverse.processpool.test.devmode.app;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Uni;

@Path("/label")
public class LabelResource {

    @Inject
    ProcessPool pool;

    @GET
    public Uni<String> print() {
        return pool.apply(LabelsTasks.print(new Label(1, "x")));
    }
}
