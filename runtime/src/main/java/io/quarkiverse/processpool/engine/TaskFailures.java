package io.quarkiverse.processpool.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import io.quarkiverse.processpool.ConnectionLostException;
import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.MemoryLimitException;
import io.quarkiverse.processpool.NativeCrashException;
import io.quarkiverse.processpool.ProtocolBrokenException;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.TaskTimeoutException;
import io.quarkiverse.processpool.WorkerDiedException;
import io.quarkiverse.processpool.WorkerExitedException;
import io.quarkiverse.processpool.WorkerKilledException;
import io.quarkiverse.processpool.WorkerStartException;
import io.quarkiverse.processpool.wire.ExitCode;

/** Parent side: makes the exception that says what has become of a task which came to no outcome of its own. */
final class TaskFailures {

    private TaskFailures() {
    }

    /** Throws what became of a task to who has waited for it, unless it is null. */
    static void rethrow(Throwable thrown) throws Exception {
        if (thrown instanceof Exception exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    static TaskTimeoutException timedOut(String task, Verdict.TimeLimit over, Ticket ticket, Death death, Duration ran) {
        return new TaskTimeoutException(
                task + ", was ended after " + Texts.of(ran) + ": its worker " + death.worker() + " (pid "
                        + death.pid() + ") was " + over.text() + "." + death.evidence(),
                death.report(ticket, ran, over.limit()), over.time());
    }

    /** Of a task that nobody took in time. */
    static TaskTimeoutException waitedTooLong(String pool, int workers, Ticket task, Duration limit) {
        return new TaskTimeoutException(
                "Task " + task.firstId + ", " + task.entry + ", waited in the queue of the pool '" + pool
                        + "' for longer than its queue-timeout of " + Texts.of(limit) + ": its workers (at most " + workers
                        + ") had other things to do. Submit less, or raise queue-timeout or workers.",
                neverRun(task, Limit.QUEUE), limit);
    }

    /** Of each task that waits when its pool ends, one of its own; with the stack of the calling thread. */
    static Function<Ticket, RuntimeException> neverBegun(String pool, Verdict why) {
        if (why instanceof Verdict.TimeLimit over) {
            return task -> new TaskTimeoutException("Task " + task.firstId + ", " + task.entry
                    + ", was still waiting when the application ended and the shutdown-timeout of " + Texts.of(over.time())
                    + " of the pool '" + pool + "' was over", neverRun(task, over.limit()), over.time());
        }
        String message = "The pool '" + pool + "' was terminated before the task began";
        CancellationException termination = new CancellationException("The pool '" + pool + "' was terminated");
        return task -> new NeverBegunException(message, termination);
    }

    private static TaskReport neverRun(Ticket task, Limit limit) {
        return new TaskReport(task.firstId, task.entry.toString(), task.argumentBytes(), "", -1, Duration.ZERO, limit, -1, -1,
                List.of(), "", "");
    }

    /** Each waiting task gets one of its own; millions of them share one text. */
    static Function<Ticket, RuntimeException> notStarted(String pool, int attempts, Death death, Duration pause) {
        String message = "The pool '" + pool + "' cannot start workers: " + attempts
                + " in a row ended before they had served. The last one: " + death.causeAboveEvidence() + ". It is tried again "
                + Texts.of(pause) + " after that." + death.evidence();
        String command = death.command().toString();
        return task -> new WorkerStartException(message, death.report(task, Duration.ZERO, death.limit(), command), null);
    }

    static WorkerDiedException died(String message, Ticket task, Death death, Duration ran) {
        Verdict verdict = death.verdict();
        TaskReport report = death.report(task, ran, death.limit());
        if (verdict instanceof Verdict.TooMuchMemory over) {
            return new MemoryLimitException(message + "\nMost of it was " + source(over) + ".", report, over.resident(),
                    over.most(), source(over));
        }
        if (verdict instanceof Verdict.ProtocolBroken) {
            return new ProtocolBrokenException(message, report);
        }
        if (verdict instanceof Verdict.ChannelLost) {
            return new ConnectionLostException(message, report);
        }
        if (verdict != null) {
            return new WorkerKilledException(message, report, true);
        }
        if (death.isCrash()) {
            return new NativeCrashException(message, report);
        }
        if (death.signal() > 0) {
            return new WorkerKilledException(message, report, false);
        }
        return exited(message, report, ExitCode.of(death.exitValue()));
    }

    private static WorkerDiedException exited(String message, TaskReport report, ExitCode code) {
        if (code == null) {
            return new WorkerExitedException(message, report);
        }
        return switch (code) {
            case LEASH_CUT, CHANNEL_LOST -> new ConnectionLostException(message, report);
            case PROTOCOL_BROKEN -> new ProtocolBrokenException(message, report);
            case HEAP_EXHAUSTED -> new HeapExhaustedException(message, report, null);
            default -> new WorkerExitedException(message, report);
        };
    }

    private static MemoryLimitException.Source source(Verdict.TooMuchMemory over) {
        if (over.heap() < 0) {
            return MemoryLimitException.Source.UNKNOWN;
        }
        return over.heap() * 2 > over.resident() ? MemoryLimitException.Source.HEAP : MemoryLimitException.Source.NATIVE;
    }
}
