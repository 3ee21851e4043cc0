package org.acme;

import java.io.IOException;
import java.util.concurrent.CompletionException;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.smallrye.mutiny.Uni;

public class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    @Inject
    ProcessPool pool;

    // tag::recover[]
    Uni<byte[]> thumbnailOrNothing(byte[] image) {
        return pool.apply(ThumbnailsTasks.thumbnail(image, 160))
                .onFailure(IOException.class).recoverWithItem(new byte[0]) // <1>
                .onFailure(TaskTimeoutException.class).recoverWithItem(new byte[0]) // <2>
                .onFailure(WorkerDiedException.class).invoke(this::log); // <3>
    }

    void log(Throwable failure) {
        WorkerDiedException death = (WorkerDiedException) failure;
        LOG.errorf("worker %d, signal %s, stderr %s", death.pid(), death.signal(), death.lastErrorLines());
    }
    // end::recover[]

    // tag::blocking[]
    public static byte[] thumbnailNow(ProcessPool pool, byte[] image) throws IOException {
        try {
            return pool.apply(ThumbnailsTasks.thumbnail(image, 160)).await().indefinitely();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException thrown) {
                throw thrown;
            }
            throw e;
        }
    }
    // end::blocking[]
}
