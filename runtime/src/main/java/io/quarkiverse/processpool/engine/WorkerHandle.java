package io.quarkiverse.processpool.engine;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Parent side: what the pool knows of one worker: its state, the flights that are with it, and its process. The
 * dispatcher changes it, under its lock; the process itself belongs to {@link WorkerProcess}.
 */
final class WorkerHandle {

    private static final long PAGE_SIZE = 4096;

    final String name;
    final String mainClass;
    final long launchedAt = System.nanoTime();
    final ArrayDeque<Flight> flights = new ArrayDeque<>();

    /** Set by the launching thread before the worker is ready. */
    volatile WorkerProcess process;
    /** Set when it has connected. */
    WorkerChannel channel;
    volatile SharedPage page;
    volatile WorkerReader reader;

    private volatile WorkerState state = WorkerState.LAUNCHING;
    private volatile Verdict verdict;
    private long nextSequence = 1;
    private long recalledTo = 1;
    private volatile long tasksDone;
    private boolean retired;
    private boolean initFailed;

    /** Launched before another one of its main class failed to initialise: its own failure says nothing new. */
    boolean isOutdated;

    /** How many tasks it was given. */
    long assigned;
    /** When it last became idle, began to stop, or began the task that it is running, as far as the parent has seen. */
    long since = launchedAt;
    /** The task that {@link #since} is about. */
    long seenStarted;

    WorkerHandle(String name, String mainClass) {
        this.name = name;
        this.mainClass = mainClass;
    }

    WorkerState state() {
        return state;
    }

    /** The one place where the state changes. */
    void become(WorkerState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException(name + " cannot go from " + state + " to " + next);
        }
        state = next;
        since = System.nanoTime();
    }

    boolean takesTasks() {
        return (state == WorkerState.IDLE || state == WorkerState.BUSY) && verdict == null;
    }

    /** It gets no more tasks, and stops when it has done those that are with it. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /** It could not initialise its main class, and ends itself. */
    void initFailed() {
        initFailed = true;
        become(WorkerState.STOPPING);
    }

    boolean hasInitFailed() {
        return initFailed;
    }

    /** Whether it is connected and initialises its main class, as far as the parent has seen. */
    boolean isInitialising() {
        return state == WorkerState.LAUNCHING && page != null;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Says why it must end; the first reason stays. */
    boolean condemn(Verdict reason) {
        if (verdict != null || state == WorkerState.DEAD) {
            return false;
        }
        verdict = reason;
        return true;
    }

    /** Takes a ticket on; the channel has it next. */
    void assign(Ticket ticket) {
        if (flights.isEmpty()) {
            since = System.nanoTime();
        }
        Flight flight = new Flight(ticket, nextSequence, ticket.count);
        nextSequence += ticket.count;
        assigned += ticket.count;
        flights.addLast(flight);
        channel.add(flight);
        if (state == WorkerState.IDLE) {
            become(WorkerState.BUSY);
        }
    }

    /** Notes that the task at the head was answered, and that the next one runs from now on. */
    void taskDone(int count) {
        tasksDone = tasksDone + count;
        since = System.nanoTime();
    }

    /** Takes back all tasks that it has not begun; answers the number of the one that it may have begun. */
    long recall() {
        long from = Math.max(page.started() + 1, recalledTo);
        if (from >= nextSequence) {
            return page.started();
        }
        recalledTo = nextSequence;
        return page.recall(from, nextSequence);
    }

    /** The flight with the task of that number, or null. */
    Flight flightOf(long sequence) {
        for (Flight flight : flights) {
            if (flight.firstSequence <= sequence && sequence < flight.firstSequence + flight.count) {
                return flight;
            }
        }
        return null;
    }

    /** What the pool expects the tasks that are with it to take. */
    double expectedNanos() {
        double sum = 0;
        for (Flight flight : flights) {
            sum += flight.expectedNanos();
        }
        return sum;
    }

    WorkerStats stats() {
        WorkerProcess running = process;
        long pid = running == null ? -1 : running.pid();
        return new WorkerStats(name, pid, state, tasksDone, Duration.ofNanos(System.nanoTime() - launchedAt), resident(pid));
    }

    /** Resident memory from the kernel's one-line summary, where there is one. */
    private static long resident(long pid) {
        Path statm = Path.of("/proc/" + pid + "/statm");
        if (pid < 0 || !Files.exists(statm)) {
            return -1;
        }
        try {
            return Long.parseLong(Files.readString(statm).split(" ")[1]) * PAGE_SIZE;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Connects it with its process. */
    void connected(SocketChannel socket, PoolThreads threads, SharedPage sharedPage, WorkerReader itsReader) {
        channel = new WorkerChannel(socket, threads);
        reader = itsReader;
        page = sharedPage;
    }

    @Override
    public String toString() {
        WorkerProcess running = process;
        return running == null ? name : name + " (pid " + running.pid() + ")";
    }
}
