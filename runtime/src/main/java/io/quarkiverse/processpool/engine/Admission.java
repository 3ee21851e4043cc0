package io.quarkiverse.processpool.engine;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.processpool.TaskQuarantinedException;
import io.quarkiverse.processpool.TaskRejectedException;

/**
 * Parent side: takes tickets on, or says why not. On the thread that submits, which writes to a worker itself if one is free.
 */
final class Admission {

    private final Dispatcher dispatcher;
    private final PoolState state;
    private final Object lock;

    Admission(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.state = dispatcher.state;
        this.lock = dispatcher.state.lock;
    }

    /**
     * Takes a ticket with one task on, unless the queue is full.
     *
     * @throws IllegalStateException if the pool is closed
     */
    void submit(Ticket ticket) {
        ticket.receiver.isBounded = true;
        TaskQuarantinedException refusal = state.quarantine.concerns(ticket.entry) ? state.quarantine.refusal(ticket) : null;
        if (refusal == null) {
            admit(ticket, false);
        } else {
            state.tally.failed(1);
            ticket.fail(refusal);
        }
    }

    /**
     * Takes on a ticket of a call that {@linkplain #callBegins began} while the pool was open.
     *
     * @return why some of it was not taken on, whose tasks have failed for that reason; null if all of it was
     * @throws OutOfMemoryError if there is no memory to begin with that: then all of it is as before
     */
    Throwable submitOfOpenCall(Ticket ticket) {
        return submitAll(ticket, true);
    }

    /** Takes on a ticket of a stream. Those of its tasks that are not taken on have failed then. */
    void submitOfStream(Ticket ticket) {
        submitAll(ticket, false);
    }

    private Throwable submitAll(Ticket ticket, boolean ofOpenCall) {
        return state.quarantine.concerns(ticket.entry) ? submitUnlessRefused(ticket, ofOpenCall)
                : admitOrFail(ticket, ofOpenCall);
    }

    /** Those between two that are refused stay together. */
    private Throwable submitUnlessRefused(Ticket ticket, boolean ofOpenCall) {
        List<Ticket> tasks = ticket.singles();
        List<TaskQuarantinedException> refusals = new ArrayList<>();
        for (Ticket task : tasks) {
            refusals.add(state.quarantine.refusal(task));
        }
        Throwable problem = null;
        for (int from = 0, to; from < tasks.size(); from = to) {
            to = from + 1;
            if (refusals.get(from) != null) {
                state.tally.failed(1);
                tasks.get(from).fail(refusals.get(from));
                continue;
            }
            while (to < tasks.size() && refusals.get(to) == null) {
                to++;
            }
            Throwable here = admitOrFail(ticket.together(tasks, from, to), ofOpenCall);
            problem = problem == null ? here : problem;
        }
        return problem;
    }

    private Throwable admitOrFail(Ticket ticket, boolean ofOpenCall) {
        try {
            admit(ticket, ofOpenCall);
            return null;
        } catch (IllegalStateException | Error e) {
            ticket.fail(e);
            return e;
        }
    }

    private void admit(Ticket ticket, boolean ofOpenCall) {
        WorkerHandle to = null;
        WorkerHandle launch = null;
        boolean wasCut = false;
        Runnable refusal = null;
        synchronized (lock) {
            state.requireOpen(ofOpenCall);
            if (ticket.receiver.cancelled) {
                state.tally.failed(ticket.count);
                ticket.closeInputs();
                return;
            }
            if (state.queue.isEmpty()) {
                to = state.roster.takeFree(ticket);
            }
            if (to != null) {
                wasCut = dispatcher.assign(to, ticket);
            } else if (isPaused()) {
                refusal = dispatcher.lifecycle().notStarted(ticket);
            } else {
                requireRoom(ticket.receiver);
                state.queue.add(ticket);
                launch = state.recruit();
            }
            if (refusal == null && !ofOpenCall) {
                state.open.add(ticket.receiver);
            }
        }
        if (refusal != null) {
            refusal.run();
        }
        dispatcher.afterwards(to, launch);
        if (to == null) {
            dispatcher.wakeWatchdog(); // which sees to a worker, if there was no memory for one
        }
        if (wasCut) {
            dispatcher.serveQueue();
        }
    }

    private boolean isPaused() {
        return state.isDown() && !state.roster.isSomeLaunching() && state.starts.pauseLeft(System.nanoTime()) > 0;
    }

    private void requireRoom(Receiver receiver) {
        if (receiver.isBounded && state.queue.bounded() >= state.settings.queueSize()) {
            throw new TaskRejectedException("The queue of the pool '" + state.settings.name() + "' is full: "
                    + state.queue.bounded() + " wait. Submit more slowly, or raise queue-size.");
        }
    }

    /** A call begins that will submit more tasks as it goes on; after {@link PoolEnding#close()} too. */
    void callBegins(MapCall<?, ?> call) {
        synchronized (lock) {
            state.requireOpen(false);
            state.callBegins(call);
        }
    }

    /** Such a call has submitted its last task. Does not fail. */
    void callEnds(MapCall<?, ?> call) {
        synchronized (lock) {
            state.callEnds(call);
        }
        try {
            dispatcher.ending().windUp();
        } catch (Error e) {
            dispatcher.wakeWatchdog();
        }
    }
}
