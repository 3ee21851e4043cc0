package io.quarkiverse.processpool.engine;

/** Parent side: what the parts of one pool share, under its one lock, and the phases of its life. */
final class PoolState {

    private enum Phase {
        OPEN,
        CLOSING,
        TERMINATED
    }

    final PoolSettings settings;
    /**
     * A monitor, because the JVM gives these back in any case. Where compiled code lacks memory for what it had put off to
     * make,
     * its frames are taken away, and no {@code finally} of theirs is run.
     */
    final Object lock = new Object();
    final TicketQueue queue = new TicketQueue();
    final Roster roster;
    final StartGuard starts = new StartGuard();
    final OpenCalls open = new OpenCalls();
    /** These can be used without the lock. */
    final Quarantine quarantine;
    final Tally tally = new Tally();
    final LateResults late;

    private Phase phase = Phase.OPEN;
    /** Why its workers are to be killed; null until then. */
    private Verdict termination;
    /** Calls with tasks that were not submitted yet. */
    private int submitting;

    PoolState(PoolSettings settings) {
        this.settings = settings;
        this.roster = new Roster(settings);
        this.quarantine = new Quarantine(settings.repetition().quarantine());
        this.late = new LateResults(settings.times().reading(), tally);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /**
     * @param ofOpenCall whether it is for a call that {@linkplain #callBegins began} while the pool was open
     */
    void requireOpen(boolean ofOpenCall) {
        if (phase == Phase.TERMINATED || phase == Phase.CLOSING && !ofOpenCall) {
            throw closed(settings.name());
        }
    }

    static IllegalStateException closed(String pool) {
        return new IllegalStateException("The pool '" + pool
                + "' is closed and takes no more tasks: by close() or terminate(), or because the application is stopping");
    }

    /** A call begins that will submit more tasks as it goes on, also when the pool is being closed. */
    void callBegins(MapCall<?, ?> call) {
        submitting++;
        open.add(call);
    }

    /** Such a call has submitted its last task. */
    void callEnds(MapCall<?, ?> call) {
        if (!call.hasEnded) {
            call.hasEnded = true;
            submitting--;
            signal();
        }
    }

    /** Tells who waits for {@link #isDone()}. */
    void signal() {
        lock.notifyAll();
    }

    /** @return whether it was open until now */
    boolean close() {
        boolean wasOpen = phase == Phase.OPEN;
        if (wasOpen) {
            phase = Phase.CLOSING;
        }
        return wasOpen;
    }

    /** The first reason stays. */
    void terminate(Verdict why) {
        phase = Phase.TERMINATED;
        termination = termination == null ? why : termination;
    }

    /** Why it was terminated, for all who may have to tell it or to kill for it; null if it was not. */
    Verdict termination() {
        return termination;
    }

    /** What waits will not run any more, and is that one's. */
    void failWaiting(Failing waiting) {
        tally.failed(queue.drain(waiting.tickets));
    }

    /** Whether no more tasks can come than those that are in the queue. */
    boolean isWindingUp() {
        return phase == Phase.TERMINATED || phase == Phase.CLOSING && submitting == 0;
    }

    /** Whether nothing is left to be done or waited for, once the pool is closed. */
    boolean isDone() {
        return roster.isEmpty() && queue.isEmpty() && (submitting == 0 || phase == Phase.TERMINATED);
    }

    /** Whether tasks have to fail because no worker can be had. */
    boolean isDown() {
        return starts.isFailing() && !roster.isSomeServing();
    }

    /** A worker to be launched outside the lock because tasks wait, or null; also if there is no memory for it. */
    WorkerHandle recruit() {
        if (phase == Phase.TERMINATED || starts.isFailing()
                && (roster.isSomeLaunching() || starts.pauseLeft(System.nanoTime()) > 0)) {
            return null;
        }
        try {
            return roster.recruit(queue);
        } catch (Error e) {
            return null; // the watchdog sees that tasks wait
        }
    }
}
