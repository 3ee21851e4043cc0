package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.io.InputStream;

import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Parent side: what stands before the lines of one stream of a worker: its name and pid, and the number of a task where it is
 * certain that they were written while that was the last to have begun.
 * <p>
 * A line is in the pipe for a while, and the shared page says only which task runs now. But what comes after a moment at
 * which the pipe was empty was written after that moment; and if the task that ran at that moment is still the last that has
 * begun when it was read, no other one has run in between. So what a task prints first is mostly without its number: the
 * wait for it began before the task did.
 */
final class OutputTag {

    private final WorkerHandle worker;
    private final Dispatcher dispatcher;
    private final String name;
    private final String plain;
    /** The task that ran at the last moment at which the pipe was empty; 0 for none. */
    private long since;
    private long tagged;
    private long begunAtReading;
    private String withTask;

    OutputTag(WorkerHandle worker, Dispatcher dispatcher, long pid) {
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.name = "[" + worker.name + " " + pid;
        this.plain = name + "] ";
    }

    /** Where nothing is known of a task. */
    String plain() {
        return plain;
    }

    /** Before something is read of that stream. */
    void beforeReading(InputStream in) {
        long begun = begun();
        try {
            if (in.available() == 0) {
                since = begun;
            }
        } catch (IOException e) {
            since = 0; // the next reading says what is wrong with it
        }
    }

    /** For what was read. */
    String ofWhatWasRead() {
        begunAtReading = begun();
        long task = since == 0 || begunAtReading != since ? 0 : dispatcher.answers().idOf(worker, since);
        if (task == 0) {
            return plain;
        }
        if (task != tagged) {
            tagged = task;
            withTask = name + ", task " + task + "] ";
        }
        return withTask;
    }

    /** The last task that had begun when something was read last: no later one has written that. */
    long begunAtReading() {
        return begunAtReading;
    }

    private long begun() {
        SharedPage page = worker.page;
        return page == null ? 0 : page.started();
    }
}
