package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.RunningTask;
import io.quarkiverse.processpool.wire.SharedPage;

/** Worker side: what the task that runs here can say and ask, by way of the page that the parent reads. */
final class CurrentTask extends RunningTask {

    private final SharedPage page;
    private final Interruption interruption;

    CurrentTask(SharedPage page, Interruption interruption) {
        this.page = page;
        this.interruption = interruption;
    }

    @Override
    public synchronized void progress(long done, long total) {
        long sequence = interruption.running();
        if (sequence != 0) {
            page.progress(sequence, done, total);
        }
    }

    @Override
    public boolean isCancelled() {
        long sequence = interruption.running();
        return sequence != 0 && page.cancelled() == sequence;
    }

    @Override
    public boolean isInWorker() {
        return true;
    }
}
