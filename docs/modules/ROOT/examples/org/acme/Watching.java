package org.acme;

import java.nio.file.Path;
import java.util.List;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.Progress;
import io.quarkiverse.processpool.Tracked;
import io.smallrye.mutiny.Multi;

/** Calls whose progress is watched. */
public class Watching {

    private static final Logger LOG = Logger.getLogger(Watching.class);

    @Inject
    ProcessPool pool;

    // tag::track[]
    void read(Path file) {
        Tracked<Integer> call = pool.track(ImportTasks.read(file));
        call.updates().subscribe()
                .with(now -> LOG.infof("%d of %d lines", now.done(), now.total()));
        call.result().thenAccept(lines -> LOG.infof("%d lines", lines));
    }
    // end::track[]

    // tag::track-map[]
    Multi<Progress> squares(List<Integer> numbers) {
        return pool.trackMap(SquaresTasks::square, numbers).updates();
    }
    // end::track-map[]
}
