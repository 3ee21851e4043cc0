package io.quarkiverse.processpool;

import java.time.Duration;

import io.quarkiverse.processpool.wire.CurrentProcess;

/** The process that has started this one, as Python's {@code parent_process()} gives it. Can be used from any thread. */
public final class ParentProcess {

    private final CurrentProcess process;

    ParentProcess(CurrentProcess process) {
        this.process = process;
    }

    /** Its process id. */
    public long pid() {
        return process.parentPid();
    }

    /** Its {@link ChildProcess#name()}. */
    public String name() {
        return process.parentName();
    }

    /** Whether it has not ended; also true while it is stopped. */
    public boolean isAlive() {
        return process.isParentAlive();
    }

    /** Waits for its end. */
    public void join() throws InterruptedException {
        process.awaitParent(Long.MAX_VALUE);
    }

    /**
     * Waits for its end.
     *
     * @param timeout how long at most; returns at once if it is zero or negative
     * @return whether it has ended
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return process.awaitParent(ChildProcess.nanos(timeout) / 1_000_000);
    }

    @Override
    public String toString() {
        return "ParentProcess[" + name() + ", pid " + pid() + "]";
    }
}
