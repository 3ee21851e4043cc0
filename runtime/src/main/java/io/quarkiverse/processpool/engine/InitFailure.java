package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.WorkerInitException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.ThrownForm;

/**
 * Parent side: what a {@code @WorkerInit} method threw in a worker, to be told to each task that has waited for it.
 */
final class InitFailure {

    /** The last sentence of each message. */
    static final String REPAIR = "Repair the method, or give it what it needs; the next task has it called again.";

    private final String pool;
    private final WorkerHandle worker;
    private final ThrownForm form;
    private final OutcomeDecoder outcomes;

    InitFailure(String pool, WorkerHandle worker, ThrownForm form, OutcomeDecoder outcomes) {
        this.pool = pool;
        this.worker = worker;
        this.form = form;
        this.outcomes = outcomes;
    }

    /** Fails all tasks of the tickets, each with an exception and a cause of its own. */
    void tell(Chain<Ticket> tickets, LateResults waiting, Tally tally) {
        LateResult[] each = null; // all of them now: should one never be read, the others would not be begun
        for (int i = 0; each == null || i < each.length;) {
            try {
                each = each == null ? new LateResult[tickets.size()] : each;
                each[i] = waiting.begin(tickets.first(), Thread.currentThread());
                tickets.pollFirst();
                i++;
            } catch (Error e) {
                Shortage.pause();
            }
        }
        for (LateResult late : each) {
            tell(late, tally);
        }
    }

    private void tell(LateResult late, Tally tally) {
        Ticket ticket = late.tasks;
        Throwable[] failures = null;
        while (failures == null) {
            try {
                failures = exceptions(ticket);
            } catch (OutOfMemoryError e) {
                Shortage.pause();
            }
        }
        if (late.take()) {
            tally.failed(ticket.count);
            for (int i = 0; i < failures.length; i++) {
                ticket.isDone(i);
                ticket.receiver.outcome(ticket.firstIndex + i, null, failures[i]);
            }
            ticket.receiver.delivered(ticket.count);
        }
    }

    private Throwable[] exceptions(Ticket ticket) {
        Throwable[] failures = new Throwable[ticket.count];
        for (int i = 0; i < failures.length; i++) {
            failures[i] = exception(ticket.slice(i, 1));
        }
        return failures;
    }

    /** A new exception for that single task. */
    WorkerInitException exception(Ticket task) {
        EntryPoint<?, ?> entry = task.entry;
        Throwable cause = outcomes.thrown(form, entry.getClass().getClassLoader(), "@WorkerInit");
        String thrown = form.message() == null ? form.className() : form.className() + ": " + form.message();
        TaskReport report = new TaskReport(task.firstId, entry.toString(), task.argumentBytes(), worker.name, worker.pid(),
                Duration.ZERO, null, -1, -1, List.of(), worker.command(), "");
        return new WorkerInitException(
                "Task " + task.firstId + ", " + entry + ", did not begin, because a @WorkerInit method of "
                        + classOf(entry) + " failed in worker " + worker + " of the pool '" + pool + "': " + thrown + ". "
                        + REPAIR,
                report, form.className(), form.message(), cause);
    }

    /** The class with the method, as the entry point calls it. */
    static String classOf(EntryPoint<?, ?> entry) {
        String text = entry.toString();
        return text.substring(0, text.length() - entry.signature().length() - 1);
    }
}
