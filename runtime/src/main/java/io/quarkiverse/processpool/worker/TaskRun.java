package io.quarkiverse.processpool.worker;

import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Callable;

import io.quarkiverse.processpool.wire.Decoder;
import io.quarkiverse.processpool.wire.Encoder;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.FailureText;
import io.quarkiverse.processpool.wire.Outcome;
import io.quarkiverse.processpool.wire.PayloadLimitException;
import io.quarkiverse.processpool.wire.SharedPage;
import io.quarkiverse.processpool.wire.ThrownForm;
import io.quarkiverse.processpool.wire.WorkerSettings;

/** Worker side: one task from its bytes to the bytes of its outcome. Whatever the task does to it, an outcome is written. */
final class TaskRun implements Decoder.Inputs {

    /**
     * What the description of a failure may have beyond the largest result; less than {@link WorkerSettings#FRAME_OVERHEAD}.
     */
    private static final int FAILURE_OVERHEAD = 1 << 16;
    private static final int MAX_TEXT = 1 << 14;

    private final Encoder out;
    private final int maxPayload;
    private final Decoder arguments = new Decoder(new byte[0]);
    private final WritableByteChannel channel;
    private final SharedPage page;
    private final Interruption interruption;
    private final WorkerSettings settings;
    /** Made for the first stream. */
    private ElementSender streams;
    /** Made for the first argument that is a stream. */
    private TaskInputs inputs;

    /** @param channel where the elements of streams are written */
    TaskRun(Encoder out, WorkerSettings settings, WritableByteChannel channel, SharedPage page, Interruption interruption) {
        this.out = out;
        this.channel = channel;
        this.page = page;
        this.interruption = interruption;
        this.settings = settings;
        this.maxPayload = settings.maxPayload();
        arguments.opening(this);
        if (!settings.allowedClasses().isEmpty()) {
            arguments.allowing(ObjectInputFilter.Config.createFilter(settings.allowedClasses()));
        }
    }

    /** Reads the arguments of the next task, once it is pointed at them. */
    Decoder arguments() {
        return arguments;
    }

    /** @return whether this worker can run another task after it */
    boolean run(EntryPoint<Callable<Object>, Object> entry, String problem) {
        int start = out.size();
        out.writeByte(Outcome.RESULT);
        out.writeInt(0);
        boolean goesOn = true;
        if (entry == null) {
            fail(start, Outcome.BAD_ARGUMENTS, problem);
        } else {
            goesOn = call(entry, start);
            if (inputs != null) {
                inputs.close();
            }
        }
        out.patchInt(start + 1, out.size() - start - Outcome.HEADER);
        return goesOn;
    }

    @Override
    public InputStream open(long number) {
        if (inputs == null) {
            inputs = new TaskInputs(settings, channel, page.sentByWorker(), interruption);
        }
        return inputs.open(number);
    }

    /**
     * The outcome of a task whose class could not be initialised.
     *
     * @return whether this worker can run another task after it
     */
    boolean initFailed(Throwable failure) {
        int start = out.size();
        fail(start, Outcome.INIT_FAILED, failure);
        out.patchInt(start + 1, out.size() - start - Outcome.HEADER);
        return !(failure instanceof OutOfMemoryError);
    }

    private boolean call(EntryPoint<Callable<Object>, Object> entry, int start) {
        Callable<Object> task;
        try {
            task = arguments.isPartial() ? readAsTheyCome(entry) : entry.decodeArguments(arguments);
            arguments.expectEnd();
            if (inputs != null) {
                inputs.ask();
            }
        } catch (Throwable e) {
            return failed(start, Outcome.BAD_ARGUMENTS, e);
        }
        if (entry.isStream()) {
            return stream(entry, task, start);
        }
        Object result;
        try {
            result = task.call();
        } catch (Throwable e) {
            return thrown(start, e);
        }
        try {
            out.limit((int) Math.min((long) start + Outcome.HEADER + maxPayload, Integer.MAX_VALUE));
            entry.encodeResult(result, out);
            return true;
        } catch (PayloadLimitException e) {
            out.limit(Integer.MAX_VALUE);
            restart(start, Outcome.TOO_LARGE);
            out.writeLong(e.size() - start - Outcome.HEADER);
            return true;
        } catch (Throwable e) {
            return failed(start, Outcome.BAD_RESULT, e);
        } finally {
            out.limit(Integer.MAX_VALUE);
        }
    }

    /** An interrupt would close the channel that they come from. */
    private Callable<Object> readAsTheyCome(EntryPoint<Callable<Object>, Object> entry) {
        interruption.hold();
        try {
            return entry.decodeArguments(arguments);
        } finally {
            interruption.release();
        }
    }

    /** Its elements are sent while it runs; the result is how many there were. */
    private boolean stream(EntryPoint<Callable<Object>, Object> entry, Callable<Object> task, int start) {
        try {
            if (streams == null) {
                streams = new ElementSender(channel, page, interruption, maxPayload);
            }
            out.writeLong(streams.send(entry, task));
            return true;
        } catch (ElementException e) {
            if (e.getCause() instanceof PayloadLimitException) {
                restart(start, Outcome.TOO_LARGE);
                out.writeLong(maxPayload + 1L);
                return true;
            }
            return failed(start, Outcome.BAD_RESULT, e.getCause());
        } catch (Throwable e) {
            return thrown(start, e);
        }
    }

    private boolean thrown(int start, Throwable e) {
        if (e instanceof OutOfMemoryError) {
            fail(start, Outcome.THROWN_AND_ENDS, e);
            return false;
        }
        fail(start, Outcome.THROWN, e);
        return true;
    }

    private boolean failed(int start, byte outcome, Throwable e) {
        out.limit(Integer.MAX_VALUE);
        if (e instanceof OutOfMemoryError) {
            return thrown(start, e);
        }
        fail(start, outcome, FailureText.of(e));
        return true;
    }

    private void fail(int start, byte outcome, Throwable e) {
        restart(start, outcome);
        describe(e);
    }

    /** Writes what was thrown; whatever its methods do, something readable is written. */
    void describe(Throwable e) {
        int start = out.size();
        try {
            out.limit((int) Math.min((long) start + maxPayload + FAILURE_OVERHEAD, Integer.MAX_VALUE));
            ThrownForm.write(e, out);
        } catch (Throwable cannotBeRead) {
            out.truncate(start);
            ThrownForm.write(new IllegalStateException(
                    e.getClass().getName().concat(" was thrown, and cannot be described: ").concat(cannotBeRead.toString())),
                    out);
        } finally {
            out.limit(Integer.MAX_VALUE);
        }
    }

    private void fail(int start, byte outcome, String text) {
        restart(start, outcome);
        out.writeString(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT).concat("… (cut)"));
    }

    private void restart(int start, byte outcome) {
        out.truncate(start);
        out.writeByte(outcome);
        out.writeInt(0);
    }
}
