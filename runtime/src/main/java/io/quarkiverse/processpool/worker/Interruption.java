package io.quarkiverse.processpool.worker;

import java.lang.invoke.VarHandle;

import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: interrupts the thread of the tasks for one task and never for another. Each side writes its own word before
 * it reads the other's, with a full fence between, so either the leash sees that the task is over, or the thread of the tasks
 * sees that the leash is at it, waits until it is done, and forgets the interrupt.
 * <p>
 * A fence costs as much as a small task. So the end of a task is not told to the leash when the next one begins at once:
 * the fence with which that one is announced serves both.
 */
final class Interruption {

    private final Thread tasks = Thread.currentThread();
    private long running;
    private volatile boolean underWay;
    private boolean held;
    private boolean kept;

    /** The number of the task that runs, or that has run last and has no successor yet; 0 for none. */
    long running() {
        VarHandle.acquireFence();
        return running;
    }

    /**
     * On the thread of the tasks: this task is the next. {@link SharedPage#start} follows, with its fence, and {@link #settle}.
     */
    void begins(long sequence) {
        running = sequence;
    }

    /** On the thread of the tasks, behind that fence: nothing that was meant for the task before can come any more. */
    void settle(long sequence, SharedPage page) {
        forget();
        if (page.cancelled() == sequence) { // the order may have come too early
            tasks.interrupt();
        }
    }

    /** On the thread of the tasks: no task runs, and what comes now must not be interrupted. */
    void ended() {
        running = 0;
        VarHandle.fullFence();
        forget();
    }

    private void forget() {
        if (underWay) {
            await();
        }
        Thread.interrupted();
    }

    private synchronized void await() {
        // the one who interrupts has this monitor until it is done
    }

    /**
     * An interrupt of the task waits from now on until {@link #release}: it would close a channel that is written to. That of
     * the calling thread does too.
     */
    synchronized void hold() {
        held = true;
        kept = Thread.currentThread() == tasks && Thread.interrupted();
    }

    synchronized void release() {
        held = false;
        if (kept) {
            tasks.interrupt();
        }
    }

    private void interruptUnlessHeld() {
        if (held) {
            kept = true;
        } else {
            tasks.interrupt();
        }
    }

    /** Interrupts that task if it runs. */
    synchronized void interrupt(long sequence) {
        underWay = true;
        VarHandle.fullFence();
        if (running == sequence) {
            interruptUnlessHeld();
        }
        underWay = false;
    }
}
