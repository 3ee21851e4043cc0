package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.quarkiverse.processpool.WorkerDiedException;

/**
 * Parent side: what becomes of the tasks that were with a worker when it died. Those that it had not begun are to be
 * queued again; those that it had begun run again if their method allows it, and fail otherwise, each with an
 * exception of its own.
 */
final class Aftermath {

    private static final long NEVER_BEGUN = -1;

    private final WorkerHandle worker;
    private final Death death;
    private final Repetition repetition;
    private final Quarantine quarantine;
    private final long begun;
    private final Duration ran;
    /** Null if it can be said what has become of a task. */
    private final Throwable obstacle;
    /** First things first. */
    private final List<Ticket> back = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();

    /** A single task, and what it is told. */
    private record Lost(Ticket task, Throwable failure) {
    }

    Aftermath(WorkerHandle worker, Death death, Repetition repetition, Quarantine quarantine, Throwable obstacle) {
        this.worker = worker;
        this.death = death;
        this.repetition = repetition;
        this.quarantine = quarantine;
        this.obstacle = obstacle;
        this.begun = worker.page == null ? 0 : worker.page.started();
        this.ran = Duration.ofNanos(System.nanoTime() - worker.since);
    }

    /** Under the lock: sees what there is, and takes nothing off the worker. */
    void sort() {
        for (Flight flight : worker.flights) {
            if (flight.isVoid()) {
                continue;
            }
            int begunHere = begunOf(flight);
            for (int i = 0; i < begunHere; i++) {
                lose(flight.ticket.slice(flight.answered + i, 1), flight.nextSequence() + i);
            }
            int notBegun = flight.left() - begunHere;
            if (notBegun > 0) {
                giveBack(flight.ticket, flight.answered + begunHere, notBegun);
            }
        }
    }

    /** What is to be queued again, first things first. */
    List<Ticket> back() {
        return back;
    }

    /** How many of those that it was to answer it may have begun: none, if not all of the arguments can have come. */
    private int begunOf(Flight flight) {
        long last = Math.min(begun, flight.firstSequence + flight.count - 1);
        return flight.isWritten ? (int) Math.max(0, last - flight.nextSequence() + 1) : 0;
    }

    /** So many tasks have failed. */
    int failed() {
        return lost.size();
    }

    /** Outside the lock: tells them. Does not fail. */
    void tell() {
        for (int i = 0; i < lost.size(); i++) {
            lost.get(i).task.fail(lost.get(i).failure);
        }
    }

    private void giveBack(Ticket ticket, int from, int count) {
        Ticket returned = ticket.returned(from, count);
        if (returned != null) {
            back.add(returned);
            return;
        }
        for (int i = 0; i < count; i++) {
            lose(ticket.slice(from + i, 1), NEVER_BEGUN);
        }
    }

    private void lose(Ticket task, long sequence) {
        boolean wasRunning = sequence == begun;
        if (obstacle != null) {
            lost.add(new Lost(task, obstacle));
            return;
        }
        Throwable failure = failure(task, sequence, wasRunning);
        int allowed = task.receiver.mayBeRepeated() ? Math.min(task.entry.retries(), repetition.maxRetries()) : 0;
        if (failure instanceof WorkerDiedException died) {
            if (isWorthARepetition() && task.deaths().size() < allowed) {
                back.add(task.again(failure));
                return;
            }
            boolean isKnownAgain = task.inputs == null; // or a part of its arguments is new each time
            if (wasRunning && isKnownAgain && task.deaths().size() >= allowed) {
                quarantine.add(task, died);
            }
        }
        task.deaths().forEach(failure::addSuppressed);
        lost.add(new Lost(task, failure));
    }

    /** What went over a limit would do it again. */
    private boolean isWorthARepetition() {
        return death.limit() == null;
    }

    private Throwable failure(Ticket task, long sequence, boolean wasRunning) {
        String name = "Task " + task.firstId + ", " + task.entry;
        if (wasRunning && death.verdict() instanceof Verdict.TaskCancelled && task.receiver.cancelled) {
            return new CancellationException(name + ", was cancelled while it ran");
        }
        if (death.verdict() instanceof Verdict.PoolTerminated) {
            return new CancellationException(name + ", was ended because its pool was terminated");
        }
        Death seen = death.asSeenBy(sequence);
        if (wasRunning && death.verdict() instanceof Verdict.TimeLimit over) {
            return TaskFailures.timedOut(name, over, task, seen, ran);
        }
        String what = wasRunning ? " died while it ran task " : " died before it had sent the result of task ";
        return TaskFailures.died("Worker " + worker + what + task.firstId + ", " + task.entry + " ("
                + Texts.ofBytes(task.argumentBytes()) + " of arguments), after " + Texts.of(ran) + ": "
                + seen.causeAboveEvidence() + "."
                + attempts(task) + seen.evidence(), task, seen, ran);
    }

    private static String attempts(Ticket task) {
        return task.deaths().isEmpty() ? ""
                : " That was run " + (task.deaths().size() + 1) + " of the task, which has killed each worker.";
    }
}
