package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerStartException;

/**
 * Parent side: what becomes of the tasks that were with a worker when it died. Those that it had not begun are to be
 * queued again; those that it had begun run again if their method allows it, and fail otherwise, each with an
 * exception of its own.
 */
final class Aftermath {

    private final WorkerHandle worker;
    private final Death death;
    private final long begun;
    private final Duration ran;

    Aftermath(WorkerHandle worker, Death death) {
        this.worker = worker;
        this.death = death;
        this.begun = worker.page == null ? 0 : worker.page.started();
        this.ran = Duration.ofNanos(System.nanoTime() - worker.since);
    }

    /**
     * Takes all flights off the worker.
     *
     * @param tell receives what is to be done outside the lock: telling those who wait
     * @return what is to be queued again, first things first
     */
    List<Ticket> sort(List<Runnable> tell, Tally tally) {
        List<Ticket> back = new ArrayList<>();
        for (Flight flight : worker.flights) {
            if (flight.isVoid()) {
                continue;
            }
            int lost = (int) Math.max(0, Math.min(begun, flight.firstSequence + flight.count - 1) - flight.nextSequence() + 1);
            for (int i = 0; i < lost; i++) {
                lose(flight.ticket.slice(flight.answered + i, 1), flight.nextSequence() + i == begun, back, tell, tally);
            }
            int notBegun = flight.left() - lost;
            if (notBegun > 0) {
                giveBack(flight.ticket, flight.answered + lost, notBegun, back, tell, tally);
            }
        }
        worker.flights.clear();
        return back;
    }

    private void giveBack(Ticket ticket, int from, int count, List<Ticket> back, List<Runnable> tell, Tally tally) {
        Ticket returned = ticket.returned(from, count);
        if (returned != null) {
            back.add(returned);
            return;
        }
        for (int i = 0; i < count; i++) {
            lose(ticket.slice(from + i, 1), false, back, tell, tally);
        }
    }

    private void lose(Ticket task, boolean wasRunning, List<Ticket> back, List<Runnable> tell, Tally tally) {
        Throwable failure = failure(task, wasRunning);
        if (failure instanceof WorkerDiedException && task.deaths().size() < task.entry.retries()) {
            back.add(task.again(failure));
            return;
        }
        task.deaths().forEach(failure::addSuppressed);
        tally.failed.increment();
        tell.add(() -> task.fail(failure));
    }

    private Throwable failure(Ticket task, boolean wasRunning) {
        if (wasRunning && death.verdict() instanceof Verdict.TaskTimeout timeout) {
            return new TaskTimeoutException("Task " + task.firstId + ", " + task.entry + ", ran for longer than its timeout of "
                    + Texts.of(timeout.limit()) + ". Its worker " + worker + " was killed.", task.firstId, death.pid(),
                    timeout.limit());
        }
        if (wasRunning && death.verdict() instanceof Verdict.TaskCancelled && task.receiver.cancelled) {
            return new CancellationException("Task " + task.firstId + ", " + task.entry + ", was cancelled while it ran");
        }
        if (death.verdict() instanceof Verdict.PoolTerminated) {
            return new CancellationException("Task " + task.firstId + ", " + task.entry
                    + ", was ended because its pool was terminated");
        }
        String what = wasRunning ? " died while it ran task " : " died before it had sent the result of task ";
        return new WorkerDiedException("Worker " + worker + what + task.firstId + ", " + task.entry + ", after "
                + Texts.of(ran) + ": " + death.cause() + "." + attempts(task) + death.evidence(), task.firstId, death.pid(),
                death.exitCode(), death.signal(), ran, death.lastErrorLines(), death.command().toString());
    }

    private static String attempts(Ticket task) {
        return task.deaths().isEmpty() ? ""
                : " That was run " + (task.deaths().size() + 1) + " of the task, which has killed each worker.";
    }

    /** Each waiting task gets one of its own. */
    static WorkerStartException startFailure(String pool, int attempts, Death death) {
        return new WorkerStartException("The pool '" + pool + "' cannot start workers: " + attempts
                + " in a row ended before they were ready. The last one: " + death.cause() + "." + death.evidence(), null);
    }
}
