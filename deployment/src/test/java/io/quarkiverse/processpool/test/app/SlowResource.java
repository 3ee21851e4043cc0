package io.quarkiverse.processpool.test.app;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import io.quarkiverse.processpool.ProcessPool;
import io.smallrye.mutiny.Uni;

/** Answers when a task of that time is done. */
@Path("/slow")
public class SlowResource {

    @Inject
    ProcessPool pool;

    @GET
    public Uni<String> slow(@QueryParam("running") String running, @QueryParam("millis") long millis) {
        return pool.apply(ProbeTasks.linger(java.nio.file.Path.of(running), millis));
    }
}
