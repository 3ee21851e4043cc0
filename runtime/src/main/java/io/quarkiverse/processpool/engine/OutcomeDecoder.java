package io.quarkiverse.processpool.engine;

import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.List;

import io.quarkiverse.processpool.HeapExhaustedException;
import io.quarkiverse.processpool.Limit;
import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.RemoteTaskException;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.TaskReport;
import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.EncodingException;
import io.quarkiverse.processpool.wire.ExitCode;
import io.quarkiverse.processpool.wire.FailureText;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.ThrownForm;

/** Parent side: turns the bytes of one outcome into a result or an exception, and tells it. */
final class OutcomeDecoder {

    private static final String WORKER_CODE = "io.quarkiverse.processpool.worker.";

    private final String pool;
    private final WorkerHandle worker;
    private final Dispatcher dispatcher;
    private final ObjectInputFilter allowed;
    private long ranNanos;

    OutcomeDecoder(WorkerHandle worker, Dispatcher dispatcher, ObjectInputFilter allowed) {
        this.pool = dispatcher.settings.name();
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.allowed = allowed;
    }

    /** So long have the tasks of the frame taken whose outcomes come now. */
    void took(long nanos) {
        ranNanos = Math.max(0, nanos);
    }

    /** What was read of an outcome that is not a result. */
    private record Failed(Throwable failure) {
    }

    /**
     * Reads the outcome of one task, for {@link #tell}; whatever is wrong with it fails that task alone.
     *
     * @param large what came in pieces before it, or null
     */
    Object read(Ticket ticket, int item, byte outcome, Decoder in, ResultPieces large) {
        try {
            if (outcome == Outcome.RESULT_IN_LANE) {
                return inLane(ticket, in);
            }
            if (outcome == Outcome.RESULT_IN_PIECES) {
                return inPieces(ticket, in, large);
            }
            if (outcome != Outcome.RESULT) {
                return new Failed(failure(ticket, item, outcome, in));
            }
            return result(ticket, in);
        } catch (Throwable e) {
            return new Failed(new TaskEncodingException(ticket.receiver.subject() + " of " + ticket.entry + " (task "
                    + (ticket.firstId + item) + ", worker " + worker + ") could not be read: " + FailureText.of(e), e));
        }
    }

    private static Object result(Ticket ticket, Decoder in) {
        Object value = ticket.entry.isStream() ? (Object) in.readLong() : ticket.entry.decodeResult(in);
        in.expectEnd();
        return value;
    }

    private Object inLane(Ticket ticket, Decoder in) {
        long end = in.readLong();
        int length = in.readInt();
        in.expectEnd();
        LaneToWorker lane = worker.channel.lane();
        Object value = result(ticket, lane.result(in, end, length));
        lane.read(end);
        return value;
    }

    private static Object inPieces(Ticket ticket, Decoder in, ResultPieces large) {
        long size = in.readLong();
        in.expectEnd();
        if (large == null || large.size() != size) {
            throw new EncodingException(
                    "a result of " + size + " bytes in pieces, of which " + (large == null ? 0 : large.size())
                            + " have come");
        }
        return result(ticket, in.reset(large, (int) size));
    }

    /**
     * Tells what was read of the outcome of one task. Counting it is for the caller.
     *
     * @param read what {@link #read} gave
     */
    void tell(Ticket ticket, int item, Object read) {
        int index = ticket.firstIndex + item;
        boolean failed = isFailure(read);
        ticket.isDone(item);
        ticket.receiver.outcome(index, failed ? null : read, failed ? ((Failed) read).failure() : null);
    }

    /** What is told of an outcome that cannot be read, nor this be said in another way. */
    static Object failed(Error obstacle) {
        return new Failed(obstacle);
    }

    static boolean isFailure(Object read) {
        return read instanceof Failed;
    }

    private Throwable failure(Ticket ticket, int item, byte outcome, Decoder in) {
        String task = ticket.entry + " (task " + (ticket.firstId + item) + ", worker " + worker + ")";
        return switch (outcome) {
            case Outcome.THROWN -> thrown(ThrownForm.read(in), ticket, item);
            case Outcome.THROWN_AND_ENDS -> heapExhausted(thrown(ThrownForm.read(in), ticket, item), ticket, item);
            case Outcome.INIT_FAILED ->
                new InitFailure(pool, worker, ThrownForm.read(in), this).exception(ticket.slice(item, 1));
            case Outcome.BAD_ARGUMENTS -> new TaskEncodingException(
                    "The worker could not read the arguments of " + task + ": " + in.readString(), null);
            case Outcome.BAD_RESULT ->
                new TaskEncodingException(ticket.receiver.subject() + " of " + task + " cannot be sent: " + in.readString(),
                        null);
            case Outcome.TOO_LARGE -> {
                int limit = dispatcher.settings.maxPayload();
                yield new PayloadTooLargeException(ticket.receiver.subject() + " of " + task + " has at least " + in.readLong()
                        + " bytes, more than the " + limit + " that one result may have. Return less, or write it to a file "
                        + "and return its path, or raise max-payload.", limit);
            }
            default -> throw new IllegalArgumentException("an outcome of " + outcome);
        };
    }

    /** The worker is about to end itself; what it has said until now is all that it will say of this task. */
    private HeapExhaustedException heapExhausted(Throwable cause, Ticket ticket, int item) {
        Ticket task = ticket.slice(item, 1);
        Duration ran = Duration.ofNanos(ranNanos);
        TaskReport report = new TaskReport(task.firstId, task.entry.toString(), task.argumentBytes(), worker.name, worker.pid(),
                ran, Limit.MEMORY, ExitCode.HEAP_EXHAUSTED.code(), -1, List.of(), worker.command(), "");
        return new HeapExhaustedException(
                "Task " + task.firstId + ", " + task.entry + " (" + Texts.ofBytes(task.argumentBytes())
                        + " of arguments), has filled the heap of its worker " + worker + " after " + Texts.of(ran) + ": "
                        + cause.getMessage()
                        + ". The worker is replaced. Raise heap, or give the task less.\n" + worker.commandInShort(),
                report, cause);
    }

    private Throwable thrown(ThrownForm form, Ticket ticket, int item) {
        return thrown(form, ticket.entry.getClass().getClassLoader(), "task " + (ticket.firstId + item));
    }

    /**
     * The exception in its own type, or in {@link RemoteTaskException}; its stack is that of the worker, with its name below.
     *
     * @param what the worker was doing
     */
    Throwable thrown(ThrownForm form, ClassLoader loader, String what) {
        Throwable rebuilt = rebuild(form, loader);
        StackTraceElement[] remote = form.stack();
        int end = remote.length;
        while (end > 0 && remote[end - 1].getClassName().startsWith(WORKER_CODE)) {
            end--;
        }
        StackTraceElement[] stack = new StackTraceElement[end + 1];
        System.arraycopy(remote, 0, stack, 0, end);
        stack[end] = new StackTraceElement("worker", worker.toString(), what, -1);
        rebuilt.setStackTrace(stack);
        return rebuilt;
    }

    private Throwable rebuild(ThrownForm form, ClassLoader loader) {
        Throwable cause = form.cause() == null ? null : rebuild(form.cause(), loader);
        Throwable rebuilt = form.rebuild(loader, cause, allowed);
        if (rebuilt == null) {
            rebuilt = new RemoteTaskException(form.className(), form.message(), form.obstacle(), cause);
            rebuilt.setStackTrace(form.stack());
        }
        if (rebuilt.getSuppressed().length == 0) {
            for (ThrownForm suppressed : form.suppressed()) {
                rebuilt.addSuppressed(rebuild(suppressed, loader));
            }
        }
        return rebuilt;
    }
}
