package io.quarkiverse.processpool.worker;

import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Worker side: interrupts the thread of the tasks for one task and never for another. Each side writes its own word before
 * it reads the other's, so either the leash sees that the task is over, or the task waits for the leash to be done.
 */
final class Interruption {

    private final Thread tasks = Thread.currentThread();
    private volatile long running;
    private volatile boolean underWay;

    /** The number of the task that runs, 0 for none. */
    long running() {
        return running;
    }

    /** On the thread of the tasks. An order to interrupt this task that came too early is carried out now. */
    void begins(long sequence, SharedPage page) {
        running = sequence;
        if (page.cancelled() == sequence) {
            tasks.interrupt();
        }
    }

    /** On the thread of the tasks: what comes now is not this task any more. The flag of the thread may be set. */
    void ended() {
        running = 0;
        if (underWay) {
            await();
        }
    }

    private synchronized void await() {
        // the one who interrupts has this monitor until it is done
    }

    /** Interrupts that task if it runs. */
    synchronized void interrupt(long sequence) {
        underWay = true;
        if (running == sequence) {
            tasks.interrupt();
        }
        underWay = false;
    }
}
