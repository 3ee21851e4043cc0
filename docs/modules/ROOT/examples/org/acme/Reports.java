package org.acme;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.ProcessPool;
import io.quarkiverse.processpool.TaskLostException;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.smallrye.mutiny.Uni;

/** What an application can tell of a task that was lost. */
public class Reports {

    private static final Logger LOG = Logger.getLogger(Reports.class);

    @Inject
    ProcessPool pool;

    // tag::report[]
    Uni<byte[]> thumbnail(byte[] image) {
        return pool.apply(ThumbnailsTasks.thumbnail(image, 160))
                .onFailure(TaskLostException.class).invoke(this::tell);
    }

    void tell(Throwable failure) {
        TaskReport report = ((TaskLostException) failure).report();
        LOG.errorf("%s with %d bytes of arguments was lost", report.task(), report.argumentBytes());
        LOG.errorf("in %s, pid %d, after %s", report.worker(), report.pid(), report.ran());
        if (failure instanceof TaskTimeoutException late) {
            LOG.errorf("by %s, in%n%s", late.limit(), late.threadDump());
        } else if (failure instanceof MemoryLimitException large) {
            LOG.errorf("%d bytes, most of them %s", large.residentBytes(), large.source());
        } else if (failure instanceof WorkerDiedException death) {
            LOG.errorf("signal %s, exit code %s", death.signal(), death.exitCode());
            death.lastErrorLines().forEach(LOG::error);
        }
    }
    // end::report[]
}
