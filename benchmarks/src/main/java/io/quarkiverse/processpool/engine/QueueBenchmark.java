package io.quarkiverse.processpool.engine;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.quarkiverse.processpool.Task;
import io.quarkiverse.processpool.benchmarks.TimedBenchmark;
import io.quarkiverse.processpool.benchmarks.WorkTasks;

/**
 * The queue of a pool: one task to a ticket, into the queue, and out of it. In this package because the queue is nobody else's.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark extends TimedBenchmark {

    private final Ticketing ticketing = new Ticketing(WorkerPool.builder("work").settings(), new GivenInputs(Runnable::run));
    private final Pace pace = new Pace();
    private final TicketQueue queue = new TicketQueue();
    private final BlockingCall<Integer> call = new BlockingCall<>();
    private final Task<Integer> task = WorkTasks.square(7);

    @Setup
    public void fill() {
        for (int i = 0; i < 1000; i++) {
            queue.add(ticket());
        }
    }

    private Ticket ticket() {
        return ticketing.ticket(task.entryPoint(), task, pace, call, 1);
    }

    @Benchmark
    public Object ticketOnly() {
        return ticket();
    }

    @Benchmark
    public Object throughTheQueue() {
        queue.add(ticket());
        return queue.poll();
    }
}
