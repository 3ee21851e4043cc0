package org.acme;

import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.smallrye.mutiny.Uni;

// tag::class[]
public class Careful {

    private final ProcessPool pool;

    public Careful(ProcessPool pool) {
        this.pool = pool;
    }

    public <R> Uni<String> answer(Task<R> task) {
        return pool.apply(task).map(result -> "done")
                .onFailure(TaskTimeoutException.class).recoverWithItem("took too long")
                .onFailure(HeapExhaustedException.class).recoverWithItem("too large")
                .onFailure(WorkerDiedException.class).recoverWithItem("broken");
    }
}
// end::class[]
