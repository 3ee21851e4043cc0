package io.quarkiverse.processpool.engine;

import java.util.concurrent.Callable;

import io.quarkiverse.processpool.PayloadTooLargeException;
import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.TaskEncodingException;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EncodingException;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.FailureText;
import io.quarkiverse.processpool.wire.PayloadLimitException;

/** Parent side: encodes tasks, on the thread that submits them. */
final class Ticketing {

    private static final int KEEP_BYTES = ArrayLoans.LARGE;
    private static final int HEADER = 4;
    /** Several tasks in one ticket are one frame; more bytes in it save nothing. */
    static final int CHUNK_BYTES = 1 << 18;

    private final PoolSettings settings;
    private final GivenInputs inputs;
    private final ArrayLoans arrays = new ArrayLoans();
    private final ThreadLocal<Encoder> encoders = new ThreadLocal<>() {
        @Override
        protected Encoder initialValue() {
            return newEncoder();
        }
    };

    Ticketing(PoolSettings settings, GivenInputs inputs) {
        this.settings = settings;
        this.inputs = inputs;
    }

    Encoder newEncoder() {
        return new Encoder(1 << 10).from(arrays).offering(new OfferedInputs(inputs));
    }

    /**
     * A ticket for one task.
     *
     * @throws TaskEncodingException if an argument cannot be encoded
     * @throws PayloadTooLargeException if the arguments are over the limit
     */
    Ticket ticket(EntryPoint<?, ?> entry, Callable<?> task, Pace pace, Receiver receiver, long id) {
        Encoder out = encoders.get();
        out.reset(KEEP_BYTES);
        append(entry, task, out);
        return ticket(entry, pace, receiver, id, 0, 1, out);
    }

    /** A ticket for the tasks that were appended; the encoder is empty afterwards. */
    Ticket ticket(EntryPoint<?, ?> entry, Pace pace, Receiver receiver, long firstId, int firstIndex, int count, Encoder out) {
        OfferedInputs offered = (OfferedInputs) out.inputs();
        try {
            int length = out.size();
            boolean isLarge = length > KEEP_BYTES;
            byte[] bytes = isLarge ? out.detach() : out.toByteArray();
            out.reset(KEEP_BYTES);
            Ticket ticket = new Ticket(entry, pace, receiver, firstId, firstIndex, count, bytes, 0, length);
            ticket.loan = isLarge ? new ArrayLoans.Loan(arrays, bytes) : null;
            ticket.inputs = offered.of(receiver, firstIndex);
            return ticket;
        } catch (Error e) {
            offered.withdrawAll();
            throw e;
        }
    }

    /** Writes one task behind what was written; if it cannot be written, nothing of it is. */
    void append(Task<?> task, Encoder out) {
        append(task.entryPoint(), task, out);
    }

    @SuppressWarnings("unchecked") // a task's entry point is that of its own class
    private void append(EntryPoint<?, ?> itsEntry, Callable<?> task, Encoder out) {
        EntryPoint<Callable<Object>, Object> entry = (EntryPoint<Callable<Object>, Object>) itsEntry;
        OfferedInputs offered = (OfferedInputs) out.inputs();
        int start = out.size();
        out.writeInt(0);
        out.limit((int) Math.min((long) start + HEADER + settings.maxPayload(), Integer.MAX_VALUE));
        boolean isWritten = false;
        try {
            entry.encodeArguments((Callable<Object>) task, out);
            isWritten = true;
        } catch (PayloadLimitException e) {
            throw new PayloadTooLargeException("The arguments of " + entry + " have at least " + (e.size() - start - HEADER)
                    + " bytes, more than the " + settings.maxPayload()
                    + " that one task may have. Send less, or the path of a file, or raise max-payload.",
                    settings.maxPayload());
        } catch (StackOverflowError e) {
            throw cannotBeSent(entry, e);
        } catch (VirtualMachineError | LinkageError e) {
            throw e;
        } catch (Throwable e) { // checked ones, too, which can be thrown undeclared
            throw cannotBeSent(entry, e);
        } finally {
            out.limit(Integer.MAX_VALUE);
            if (!isWritten) {
                out.truncate(start);
                offered.withdraw();
            }
        }
        out.patchInt(start, out.size() - start - HEADER);
        offered.encoded();
    }

    private static TaskEncodingException cannotBeSent(EntryPoint<?, ?> entry, Throwable e) {
        Throwable cause = e instanceof EncodingException && e.getCause() != null ? e.getCause() : e; // that of the application
        return new TaskEncodingException("The arguments of " + entry + " cannot be sent: " + FailureText.of(e), cause);
    }

    /** What was appended will not be submitted: the streams that it was given are closed. */
    void giveUpAll(Encoder out) {
        ((OfferedInputs) out.inputs()).withdrawAll();
        out.reset(KEEP_BYTES);
    }

    /** That task will not be submitted: the streams that it was given are closed. */
    void giveUp(Task<?> task, Encoder out) {
        out.reset(KEEP_BYTES);
        try {
            append(task, out);
        } catch (Throwable e) {
            // those that were offered by then are closed
        } finally {
            giveUpAll(out);
        }
    }
}
