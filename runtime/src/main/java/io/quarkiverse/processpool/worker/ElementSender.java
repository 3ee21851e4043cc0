package io.quarkiverse.processpool.worker;

import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.quarkiverse.processpool.wire.Credit;
import io.quarkiverse.processpool.wire.EntryPoint;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: runs a method that gives a stream, and sends its elements as they come, as far as the parent lets it. The stream
 * pushes: so one that is made of streams is not read ahead. All on the thread of the tasks; loaded with the first such method.
 */
final class ElementSender implements Consumer<Object> {

    private final SharedPage page;
    private final Credit credit;
    private final Interruption interruption;
    private final ElementFrames frames;
    private long sequence;
    private long items;
    private long bytes;
    private RuntimeException problem;

    ElementSender(WritableByteChannel channel, SharedPage page, Interruption interruption, int maxPayload) {
        this.page = page;
        this.credit = page.credit();
        this.interruption = interruption;
        this.frames = new ElementFrames(channel, page.sentByWorker(), interruption, maxPayload);
    }

    /**
     * Runs the task to the end of its stream, which it closes.
     *
     * @return how many elements there were
     * @throws ElementException if one of them cannot be sent
     * @throws Exception what the method or its stream threw
     */
    long send(EntryPoint<Callable<Object>, Object> entry, Callable<Object> task) throws Exception {
        sequence = interruption.running();
        items = 0;
        bytes = 0;
        problem = null;
        frames.begin(entry, sequence);
        frames.watch();
        try {
            run(task);
        } catch (Throwable e) {
            if (problem == null) {
                throw e;
            }
            // what the stream made of it when it went through
        } finally {
            frames.flush();
        }
        if (problem != null) {
            throw problem;
        }
        return items;
    }

    private void run(Callable<Object> task) throws Exception {
        try (Stream<?> stream = (Stream<?>) task.call()) {
            if (stream == null) {
                throw new NullPointerException("the method returned null, and not a stream");
            }
            stream.sequential().forEachOrdered(this);
        }
    }

    @Override
    public void accept(Object element) {
        if (problem != null) {
            throw problem;
        }
        checkCancelled();
        try {
            if (element == null) {
                throw new NullPointerException("is null, which a stream cannot carry");
            }
            bytes += frames.add(element);
            items++;
        } catch (OutOfMemoryError e) { // of this process, and not of the element
            throw e;
        } catch (Throwable e) {
            problem = new ElementException(items, e);
            throw problem;
        }
        if (!credit.allows(sequence, items, bytes)) {
            frames.flush();
            await();
        }
    }

    /** An interrupt that is no cancellation is for the code of the stream, later. */
    private void await() {
        boolean interrupted = false;
        try {
            while (!credit.allows(sequence, items, bytes)) {
                credit.waits();
                if (!credit.allows(sequence, items, bytes)) {
                    checkCancelled();
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                    checkCancelled();
                }
            }
        } finally {
            credit.goesOn();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void checkCancelled() {
        if (page.cancelled() == sequence) {
            problem = new CancellationException("The task was cancelled");
            throw problem;
        }
    }
}
