package org.acme.contactsheet;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.RestPath;

import io.quarkiverse.processpool.PoolStats;
import io.quarkiverse.processpool.ProcessPools;

/** What the pools are doing, and a way to see what happens when a worker dies. */
@Path("")
public class PoolsResource {

    @Inject
    ProcessPools pools;

    @GET
    @Path("pools")
    public List<PoolStats> pools() {
        return pools.stats();
    }

    /** {@code kill -9} for workers, and for nothing else that runs on this machine. */
    @POST
    @Path("workers/{pid}/kill")
    public void kill(@RestPath long pid) {
        boolean ours = pools.stats().stream().flatMap(pool -> pool.workers().stream()).anyMatch(worker -> worker.pid() == pid);
        if (!ours) {
            throw new RefusedException(404, "No such worker", "No worker has the process id " + pid + " (any more).");
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
