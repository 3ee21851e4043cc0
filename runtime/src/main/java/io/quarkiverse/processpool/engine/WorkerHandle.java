package io.quarkiverse.processpool.engine;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.processpool.WorkerState;
import io.quarkiverse.processpool.WorkerStats;
import io.quarkiverse.processpool.wire.SharedPage;

/**
 * Parent side: what the pool knows of one worker: its state, the flights that are with it, and its process. The
 * dispatcher changes it, under its lock; the process itself belongs to {@link WorkerProcess}.
 */
final class WorkerHandle extends Chain.Link<WorkerHandle> {

    final String name;
    final long number;
    final String mainClass;
    final long launchedAt = System.nanoTime();
    final Chain<Flight> flights = new Chain<>();

    /** Whether somebody has begun to start its process, and to kill it. */
    final AtomicBoolean isLaunched = new AtomicBoolean();
    final AtomicBoolean isKilled = new AtomicBoolean();
    /** When that was decided, or last tried again. */
    volatile long condemnedAt;
    /** Set by the launching thread before the worker is ready. */
    volatile WorkerProcess process;
    /** The thread that starts it, or reads what it says and sees to its end. */
    volatile Thread attendant;
    /** Set when it has connected. */
    WorkerChannel channel;
    volatile SharedPage page;
    volatile WorkerReader reader;
    volatile Salvage salvage;

    private volatile WorkerState state = WorkerState.LAUNCHING;
    private volatile Verdict verdict;
    private long nextSequence = 1;
    private long recalledTo = 1;
    private volatile long tasksDone;
    private boolean retired;
    private long cancelling;
    /** Classes besides its own of which it has answered a task. */
    private final Set<String> served = new HashSet<>();

    /** Launched before another one of its main class failed to initialise: its own failure says nothing new. */
    boolean isOutdated;

    /** The last task whose outcome was taken from it, and how many of those that it sent last are not new therefore. */
    long salvagedTo;
    int repeated;
    /** How many tasks it was given. */
    long assigned;
    /** When it last became idle, began to stop, or began the task that it is running, as far as the parent has seen. */
    long since = launchedAt;
    /** The {@link #since} of the time without tasks in which it was told so. */
    long restsSince;
    /** The task that {@link #since} is about. */
    long seenStarted;

    /** Resident memory of its process as far as somebody has looked, else 0. */
    volatile long resident;
    volatile long residentAtFirst;
    /** When it was given its first task. */
    long firstTaskAt;
    /** When it had answered that. */
    long firstResultAt;
    /** The worker whose place this one takes; until that has left, this one gets no tasks. */
    WorkerHandle replaces;
    /** The one that takes the place of this one. */
    WorkerHandle successor;
    /** It is kept ready beyond the size of the pool, and gets no tasks until it takes a place. */
    boolean isSpare;
    /** When a task that was asked to end is killed. */
    long cancelDeadline;
    /** The last that was seen of {@link SharedPage#progressVersion()}, and when it had changed. */
    long seenProgress;
    long progressAt;

    WorkerHandle(String pool, long number, String mainClass) {
        this.name = pool + "-" + number;
        this.number = number;
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
        return (state == WorkerState.IDLE || state == WorkerState.BUSY) && verdict == null && cancelling == 0
                && replaces == null && !isSpare;
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
        become(WorkerState.STOPPING);
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
        condemnedAt = System.nanoTime();
        verdict = reason;
        return true;
    }

    /** Takes a ticket on; the channel has it next. All is as before if there is no memory for that. */
    void assign(Ticket ticket) {
        Flight flight = new Flight(ticket, nextSequence, ticket.count);
        channel.add(flight);
        if (flights.isEmpty()) {
            since = System.nanoTime();
            firstTaskAt = firstTaskAt == 0 ? since : firstTaskAt;
        }
        nextSequence += ticket.count;
        assigned += ticket.count;
        flights.addLast(flight);
        if (state == WorkerState.IDLE) {
            become(WorkerState.BUSY);
        }
    }

    /** Notes that the tasks up to that number were answered, and that the next one runs from now on. */
    void tasksDone(int count, long upTo) {
        if (tasksDone == 0) {
            residentAtFirst = resident;
            firstResultAt = System.nanoTime();
        }
        tasksDone = tasksDone + count;
        since = System.nanoTime();
        passed(upTo);
    }

    /** Notes that it has answered a task of that class, which it has initialised therefore. */
    void serves(String workerClass) {
        if (!workerClass.equals(mainClass)) {
            served.add(workerClass);
        }
    }

    /** Whether it has initialised that class, as far as is known. */
    boolean isPreparedFor(String workerClass) {
        return workerClass.equals(mainClass) || served.contains(workerClass);
    }

    /** Whether it may be initialising the class of the first task that is before it, behind which all others stand. */
    boolean isPreparing() {
        Flight head = flights.first();
        return head != null && head.ticket != null && page.started() < head.firstSequence
                && !isPreparedFor(head.ticket.entry.workerClass());
    }

    /** Notes that the outcome of that task was taken from it. */
    void salvaged(long sequence) {
        tasksDone = tasksDone + 1;
        salvagedTo = Math.max(salvagedTo, sequence);
    }

    /** It has come past that number: a task that was asked to end has ended. */
    void passed(long sequence) {
        if (cancelling <= sequence) {
            cancelling = 0;
        }
        channel.lane().passed(sequence);
    }

    long tasksDone() {
        return tasksDone;
    }

    /** Asks the task with that number to end, and gives the worker no more until it has. */
    void cancelSoftly(long sequence, long deadline) {
        cancelling = sequence;
        cancelDeadline = deadline;
        page.cancel(sequence);
    }

    /** The number of the task that was asked to end and has not yet, or 0. */
    long cancelling() {
        return cancelling;
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

    /** The first flight with tasks that are to be answered, or null. */
    Flight firstLive() {
        for (Flight flight : flights) {
            if (!flight.isVoid()) {
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

    /** Whether there is one task with it, and no more. */
    boolean hasOneTask() {
        int left = 0;
        for (Flight flight : flights) {
            left += flight.isVoid() ? 0 : flight.left();
        }
        return left == 1;
    }

    /** What the pool expects the tasks to take that it has not begun. */
    double unbegunNanos() {
        long begun = page.started();
        double sum = 0;
        for (Flight flight : flights) {
            sum += flight.expectedNanosAfter(begun);
        }
        return sum;
    }

    WorkerStats stats() {
        long pid = pid();
        return new WorkerStats(name, pid, state, tasksDone, Duration.ofNanos(System.nanoTime() - launchedAt),
                ResidentMemory.of(pid));
    }

    /** The command that started its process. */
    String command() {
        WorkerProcess running = process;
        return running == null ? "" : running.command().toString();
    }

    String commandInShort() {
        WorkerProcess running = process;
        return running == null ? "" : running.command().inShort();
    }

    long pid() {
        WorkerProcess running = process;
        return running == null ? -1 : running.pid();
    }

    /** Connects it with its process. */
    void connected(SocketChannel socket, PoolThreads threads, SharedPage sharedPage, LaneToWorker lane,
            WorkerReader itsReader) {
        channel = new WorkerChannel(socket, threads, lane, sharedPage.sentByParent());
        reader = itsReader;
        page = sharedPage;
    }

    @Override
    public String toString() {
        WorkerProcess running = process;
        return running == null ? name : name + " (pid " + running.pid() + ")";
    }
}
