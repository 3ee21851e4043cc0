package io.quarkiverse.processpool.engine;

import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.quarkiverse.processpool.StreamTask;
import io.quarkiverse.processpool.wire.RunningTask;

/**
 * Parent side: a stream that runs in this process: each element is made by the thread that takes it. Cancelling it closes
 * it, when the element is done that is being made.
 */
final class InPlaceElements<R> extends RunningTask implements Elements<R> {

    private final StreamTask<R> task;
    private final Runnable init;
    private final Consumer<Throwable> atEnd;
    private final ReentrantLock using = new ReentrantLock();
    private volatile boolean cancelled;
    private volatile boolean over;
    private volatile Throwable failure;
    private Stream<R> stream;
    private Iterator<R> iterator;

    /**
     * @param init initialises the class of the task
     * @param atEnd is told once, when the stream is closed, what it has failed with, or null
     */
    InPlaceElements(StreamTask<R> task, Runnable init, Consumer<Throwable> atEnd) {
        this.task = task;
        this.init = init;
        this.atEnd = atEnd;
    }

    @Override
    public R poll() {
        using.lock();
        try {
            return over || cancelled ? null : next();
        } finally {
            using.unlock();
            closeIfCancelled();
        }
    }

    private R next() {
        setForThread(this);
        try {
            if (iterator == null) {
                init.run();
                stream = task.call();
                iterator = stream.iterator();
            }
            if (!iterator.hasNext()) {
                end(null);
                return null;
            }
            R next = iterator.next();
            if (next == null) {
                end(new NullPointerException("an element of " + task.entryPoint() + " is null, which a stream cannot carry"));
            }
            return next;
        } catch (Throwable e) {
            end(e);
            return null;
        } finally {
            setForThread(null);
        }
    }

    private void end(Throwable why) {
        Throwable problem = why;
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (Throwable e) {
            problem = problem == null ? e : problem;
        } finally {
            failure = problem;
            over = true;
            atEnd.accept(problem);
        }
    }

    @Override
    public boolean isOver() {
        return over || cancelled;
    }

    @Override
    public Throwable failure() {
        return over ? failure : new CancellationException("The stream was closed");
    }

    @Override
    public void cancel() {
        cancelled = true;
        closeIfCancelled();
    }

    private void closeIfCancelled() {
        if (cancelled && using.tryLock()) { // or the one who has it does it
            try {
                if (!over) {
                    end(new CancellationException("The stream was closed"));
                }
            } finally {
                using.unlock();
            }
        }
    }

    @Override
    public void progress(long done, long total) {
        // nobody looks at it
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isInWorker() {
        return false;
    }
}
